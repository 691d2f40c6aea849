package radio.tarang.local.command;

import java.net.http.HttpResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A refusal of the platform in one line. */
final class Problem {
    private Problem() {
    }

    static String of(HttpResponse<String> response) {
        try {
            JsonNode problem = new JsonMapper().readTree(response.body());
            String detail = problem.path("detail").asText();
            return response.statusCode() + " " + problem.path("title").asText()
                    + (detail.isEmpty() ? "." : ": " + detail);
        } catch (JsonProcessingException other) {
            return "HTTP " + response.statusCode();
        }
    }
}
