package radio.tarang.local.conformance;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The vectors, as data. */
record Contracts(JsonNode problems, JsonNode tokens, JsonNode sessions, JsonNode paging, JsonNode idempotency) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param root of the checkout */
    static Contracts ofCheckout(Path root) throws IOException {
        Path http = root.resolve("docs/contracts/http");
        return new Contracts(yaml(http.resolve("problems.yaml")).path("problems"), yaml(http.resolve("tokens.yaml")),
                JSON.readTree(Files.readString(root.resolve("docs/contracts/session/vectors.json"))),
                yaml(http.resolve("paging.yaml")), yaml(http.resolve("idempotency.yaml")));
    }

    private static JsonNode yaml(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
        }
    }
}
