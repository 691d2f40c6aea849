package radio.tarang.gateway.openapi;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One document from what the services say, kept while they are away, and a page that shows it. */
class OpenApiIT extends GatewayStory {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static String document(String path) {
        return """
                {"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"%s":{"get":{"operationId":"one",
                "responses":{"200":{"description":"OK"}}}},"/internal/x":{"get":{"responses":{}}}}}""".formatted(path);
    }

    private JsonNode merged() {
        return JSON.readTree(get("/api/v1/openapi.json").body());
    }

    @Test
    void theLastGoodWordOfEveryServiceIsKept() throws Exception {
        PROGRAM.on("/v3/api-docs", Reply.of(200, Files.readString(
                Path.of(System.getProperty("tarang.root"), "docs/contracts/openapi/program-service.json"))));
        USER.on("/v3/api-docs", Reply.of(200, document("/api/v1/users/{id}")));
        SEARCH.on("/v3/api-docs", Reply.of(200, "no document"));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(merged().path("paths").propertyNames())
                .contains("/api/v1/programs/state/{stateId}", "/api/v1/users/{id}")
                .noneMatch(p -> p.startsWith("/internal")));
        USER.on("/v3/api-docs", Reply.of(503, "{}"));
        PROGRAM.on("/v3/api-docs", Reply.of(200, "<html>"));
        COUNTER.on("/v3/api-docs", Reply.of(200, document("/api/v1/counters")));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(merged().path("paths").has("/api/v1/counters")).isTrue());
        JsonNode all = merged();
        assertThat(all.path("paths").propertyNames()).contains("/api/v1/programs/state/{stateId}",
                "/api/v1/users/{id}");
        assertThat(all.path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(MergedTests.unresolved(all)).isEmpty();
    }

    @Test
    void theDocumentIsRevalidatedAndThePageAsksNobodyElse() {
        HttpResponse<String> document = get("/api/openapi.json");
        assertThat(document.statusCode()).isEqualTo(200);
        assertThat(header(document, "Content-Type")).isEqualTo("application/json");
        assertThat(get("/api/v1/openapi.json", "If-None-Match", header(document, "ETag")).statusCode()).isIn(200, 304);
        HttpResponse<String> page = get("/docs");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("http://", "https://").contains("/vendor/swagger-ui-bundle.js");
        assertThat(header(page, "Content-Security-Policy")).startsWith("default-src 'none'; script-src 'self';")
                .contains("connect-src 'self';", "frame-ancestors 'none'").doesNotContain("unsafe", "https:");
        for (String file : List.of("/docs/docs.js", "/vendor/swagger-ui-bundle.js", "/vendor/swagger-ui.css")) {
            assertThat(get(file).statusCode()).as(file).isEqualTo(200);
        }
    }
}
