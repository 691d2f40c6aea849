package radio.tarang.gateway.openapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class MergedTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static JsonNode service(String path, String schemas) {
        return JSON.readTree("""
                {"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"%s":{"get":{"operationId":"list",
                "responses":{"200":{"description":"OK","content":{"application/json":{"schema":
                {"$ref":"#/components/schemas/Page"}}}}}}}},"components":{"schemas":%s}}""".formatted(path, schemas));
    }

    @Test
    void whatIsTheSameIsSharedAndWhatClashesIsRenamedWithAllThatRefersToIt() {
        JsonNode merged = Merged.of(Map.of("beta", service("/api/v1/b",
                """
                        {"Page":{"items":{"$ref":"#/components/schemas/Item"}},"Item":{"type":"integer"},"Same":{"type":"null"}}"""),
                "alpha", service("/api/v1/a",
                        """
                                {"Page":{"items":{"$ref":"#/components/schemas/Item"}},"Item":{"type":"string"},"Same":{"type":"null"}}""")));
        JsonNode schemas = merged.path("components").path("schemas");
        assertThat(schemas.propertyNames()).containsExactlyInAnyOrder("EdgeProblem", "Page", "Item", "Same", "BetaPage",
                "BetaItem");
        assertThat(schemas.path("BetaPage").toString()).contains("#/components/schemas/BetaItem");
        assertThat(merged.path("paths").path("/api/v1/b").toString()).contains("#/components/schemas/BetaPage")
                .contains("\"operationId\":\"beta.list\"");
        assertThat(merged.path("paths").path("/api/v1/a").toString()).contains("#/components/schemas/Page\"");
    }

    @Test
    void theSameDocumentsGiveTheSameBytes() {
        Map<String, JsonNode> one = Map.of("b", service("/api/v1/b", "{\"Page\":{}}"), "a",
                service("/api/v1/a", "{\"Page\":{\"type\":\"null\"}}"));
        assertThat(JSON.writeValueAsString(Merged.of(one)))
                .isEqualTo(JSON.writeValueAsString(Merged.of(new TreeMap<>(one))));
    }

    @Test
    void ofTwoThatDescribeOneOperationTheFirstIsKept() {
        JsonNode merged = Merged.of(Map.of("b", service("/api/v1/x", "{\"Page\":{}}"), "a",
                service("/api/v1/x", "{\"Page\":{}}")));
        assertThat(merged.path("paths").path("/api/v1/x").path("get").path("operationId").asString())
                .isEqualTo("a.list");
    }

    @Test
    void whatIsInternalStaysInside() {
        JsonNode merged = Merged.of(Map.of("a", service("/internal/export", "{\"Page\":{}}")));
        assertThat(merged.path("paths").isEmpty()).isTrue();
    }

    @Test
    void theEdgeSaysHowToAskAndWhatItRefuses() {
        JsonNode merged = Merged.of(Map.of("a", service("/api/v1/admin/x", "{\"Page\":{}}"), "b",
                service("/api/v1/songs", "{\"Page\":{}}")));
        JsonNode staff = merged.path("paths").path("/api/v1/admin/x").path("get");
        assertThat(staff.path("responses").propertyNames()).contains("200", "401", "403", "429", "503");
        assertThat(staff.path("security").toString()).isEqualTo("[{\"accessToken\":[]}]");
        JsonNode open = merged.path("paths").path("/api/v1/songs").path("get");
        assertThat(open.path("security").toString()).isEqualTo("[{\"accessToken\":[]},{\"session\":[]},{}]");
        assertThat(merged.path("components").path("securitySchemes").propertyNames()).contains("accessToken",
                "session");
        assertThat(unresolved(merged)).isEmpty();
    }

    @Test
    void theCommittedDocumentsMergeIntoOneWithEveryPublicPathAndNoLooseEnd() throws IOException {
        Map<String, JsonNode> committed = new TreeMap<>();
        try (var files = Files.list(Path.of(System.getProperty("tarang.root"), "docs/contracts/openapi"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                committed.put(file.getFileName().toString().replace("-service.json", ""),
                        JSON.readTree(Files.readString(file)));
            }
        }
        assertThat(committed).containsKey("program");
        JsonNode merged = Merged.of(committed);
        committed.values().forEach(document -> document.path("paths").propertyNames().stream()
                .filter(path -> path.startsWith("/api/v1/"))
                .forEach(path -> assertThat(merged.path("paths").has(path)).as(path).isTrue()));
        assertThat(unresolved(merged)).isEmpty();
        Set<String> ids = new HashSet<>();
        merged.path("paths").forEach(item -> item.forEach(operation -> {
            if (operation.has("operationId")) {
                assertThat(ids.add(operation.path("operationId").asString())).as(operation.path("operationId")
                        .asString()).isTrue();
            }
        }));
    }

    /** References that lead nowhere. */
    static Set<String> unresolved(JsonNode document) {
        Set<String> loose = new HashSet<>();
        document.findValues("$ref").forEach(ref -> {
            if (document.at(ref.asString().substring(1)).isMissingNode()) {
                loose.add(ref.asString());
            }
        });
        return loose;
    }
}
