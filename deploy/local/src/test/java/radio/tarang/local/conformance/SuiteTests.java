package radio.tarang.local.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import radio.tarang.local.Checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SuiteTests {
    private static final String PROBLEM = """
            {"type":"https://tarang.radio/problems/%s","title":"t","status":%d,"detail":"d","instance":"/x",
             "traceId":"0123456789abcdef0123456789abcdef"}""";

    private static final Signer SIGNER = Signer.fresh("https://issuer.example", "k");
    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    /** Answers everything alike. */
    private Suite askedOf(Subject.Kind kind, int status, String type, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", type);
                exchange.getResponseHeaders().set("Cache-Control", "no-store");
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        servers.add(server);
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new Suite(Checkout.root(), new Subject("some-service", base, kind), SIGNER);
    }

    private static List<Check> passed(Suite suite) throws IOException {
        List<Check> passed = new ArrayList<>();
        for (Check check : suite.checks()) {
            try {
                check.run();
                passed.add(check);
            } catch (Violation violation) {
                assertThat(violation).hasMessageContaining("some-service").hasMessageContaining(check.vector())
                        .hasMessageContaining("expected ").hasMessageContaining("got ");
            }
        }
        return passed;
    }

    @Test
    void whoTakesEverythingPassesNothingButWhatNeedsNoAnswer() throws IOException {
        try (Suite suite = askedOf(Subject.Kind.BARE, 200, "application/json", "{}")) {
            assertThat(passed(suite)).extracting(Check::vector).containsExactly("what tokens name is never fetched");
        }
    }

    @Test
    void whoKnowsNobodyPassesForGoodTokensAlone() throws IOException {
        try (Suite suite = askedOf(Subject.Kind.BARE, 404, "application/problem+json",
                PROBLEM.formatted("not-found", 404))) {
            assertThat(passed(suite)).extracting(Check::vector)
                    .contains("token as the issuer makes them", "404 of GET on a path nobody has")
                    .noneMatch(vector -> vector.startsWith("forged") || vector.startsWith("405"));
        }
    }

    @Test
    void aTypeNobodyKnowsOrAStatusThatIsNotItsOwnIsNoProblemOfOurs() throws IOException {
        for (String body : List.of(PROBLEM.formatted("invented", 404), PROBLEM.formatted("not-found", 400),
                PROBLEM.formatted("not-found", 404).replace("0123456789abcdef0123456789abcdef", "0123"),
                PROBLEM.formatted("not-found", 404).replace("\"d\"", "\"java.lang.NullPointerException\""))) {
            try (Suite suite = askedOf(Subject.Kind.BARE, 404, "application/problem+json", body)) {
                assertThat(passed(suite)).as(body).hasSize(1);
            }
        }
    }

    @Test
    void theEdgeIsAskedForWhatBrowsersNeedToo() throws IOException {
        try (Suite suite = askedOf(Subject.Kind.EDGE, 404, "application/problem+json",
                PROBLEM.formatted("not-found", 404))) {
            assertThat(passed(suite)).extracting(Check::vector).noneMatch(vector -> vector.startsWith("404"))
                    .noneMatch(vector -> vector.startsWith("forged token"));
        }
    }

    @Test
    void anApiWithoutADocumentIsNone() throws IOException {
        try (Suite suite = askedOf(Subject.Kind.API, 404, "application/json", "{}")) {
            assertThatThrownBy(suite::checks).hasMessageContaining("some-service has no OpenAPI document");
        }
    }
}
