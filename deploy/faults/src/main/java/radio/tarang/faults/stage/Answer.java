package radio.tarang.faults.stage;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a caller got for one request. Status 0 is no answer at all (refused, cut or timed out), with the reason as the body: whether the
 * write happened is then unknown, which is not the same as refused.
 */
public record Answer(int status, HttpHeaders headers, String body, Duration took) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public JsonNode json() {
        return JSON.readTree(body);
    }

    public String text(String member) {
        return json().path(member).asString("");
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    @Override
    public String toString() {
        return status + " in " + took.toMillis() + " ms: " + body;
    }
}
