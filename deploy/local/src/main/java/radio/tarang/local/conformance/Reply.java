package radio.tarang.local.conformance;

import java.net.http.HttpHeaders;
import java.util.List;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** What came back for one request. */
record Reply(int status, HttpHeaders headers, String body) {

    /** A missing node where there is no JSON. */
    JsonNode json() {
        try {
            JsonNode tree = Contracts.JSON.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    /** Empty where there is none; several are joined by commas. */
    String header(String name) {
        List<String> values = headers.allValues(name);
        return String.join(", ", values);
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
