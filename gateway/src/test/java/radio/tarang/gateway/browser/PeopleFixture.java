package radio.tarang.gateway.browser;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers like user-service and like the identity provider's login page, for one listener, {@code asha}. Tokens are signed
 * with a key of its own and rotate as the real ones do; a test decides what fails.
 */
final class PeopleFixture implements AutoCloseable {

    static final String NAME = "asha";
    static final String ID = "0198c0de-0000-7000-8000-000000000001";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PROBLEM = "https://tarang.radio/problems/";

    /** What a request was, as far as tests ask. */
    record Asked(String what, JsonNode body, @Nullable String session) {
    }

    private final KeyPair key = SignedToken.newKey();
    private final DisposableServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> challenges = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, String> lostReplies = new ConcurrentHashMap<>();
    private volatile String refreshToken = "";
    private volatile String accessToken = "";
    private volatile boolean refreshing;
    private volatile boolean away;
    private volatile boolean loseReply;
    private volatile KeptAccount account = new KeptAccount();
    private volatile List<String> roles = List.of("listener");
    private volatile List<String> states = List.of();

    PeopleFixture() {
        clear();
        server = HttpServer.create().host("127.0.0.1").port(0)
                .route(routes -> routes.route(request -> true, (request, response) -> request.receive().aggregate()
                        .asString(StandardCharsets.UTF_8).defaultIfEmpty("")
                        .flatMap(body -> Mono.from(answer(request, response, body)))))
                .bindNow(Duration.ofSeconds(10));
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    void clear() {
        asked.clear();
        challenges.clear();
        lostReplies.clear();
        away = false;
        loseReply = false;
        refreshing = true;
        account = new KeptAccount();
        roles = List.of("listener");
        states = List.of();
    }

    /** What the tokens to come say of {@link #NAME}. */
    void is(String... named) {
        roles = List.of(named);
    }

    /** The states alone in which those roles count. */
    void worksIn(String... codes) {
        states = List.of(codes);
    }

    /** What is kept of {@link #NAME}. */
    KeptAccount account() {
        return account;
    }

    /** Neither user-service nor the identity provider does anything. */
    void away(boolean gone) {
        away = gone;
    }

    /** The access token given out last is no longer taken; the refresh token still is. */
    void spoilAccess() {
        accessToken = "";
    }

    /** The session has ended: no refresh token is taken any more. */
    void endSession() {
        accessToken = "";
        refreshing = false;
    }

    /** The next refresh happens, but its reply never arrives. */
    void loseNextReply() {
        loseReply = true;
    }

    List<Asked> asked(String what) {
        return asked.stream().filter(one -> one.what().equals(what)).toList();
    }

    String accessToken() {
        return accessToken;
    }

    String jwks() {
        return SignedToken.jwks(key);
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response, String body) {
        String path = new QueryStringDecoder(request.uri()).path().replaceFirst("^/api/v1", "");
        String what = request.method() + " " + path;
        asked.add(new Asked(what, body.startsWith("{") ? JSON.readTree(body) : JSON.nullNode(),
                request.requestHeaders().get("X-Session-Id")));
        if (path.endsWith("/certs")) {
            return json(response, 200, jwks());
        }
        if (away) {
            return problem(response.header("Retry-After", "5"), 503, "unavailable");
        }
        if (path.startsWith("/identity/")) {
            return login(request, response);
        }
        JsonNode sent = asked.getLast().body();
        return switch (what) {
            case "POST /auth/register" -> register(response, sent);
            case "POST /auth/code" -> redeem(response, sent);
            case "POST /auth/refresh" -> refresh(response, sent);
            case "POST /auth/logout" -> json(response, 204, "");
            default -> personal(what, request, response, sent);
        };
    }

    /** The page one signs in on: three ways to leave it. */
    private Publisher<Void> login(HttpServerRequest request, HttpServerResponse response) {
        Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
        String code = "code-" + numbers.incrementAndGet();
        challenges.put(code, first(query, "code_challenge"));
        String back = first(query, "redirect_uri") + "#state=" + first(query, "state");
        return response.header("Content-Type", "text/html").sendString(Mono.just("""
                <!doctype html><title>login</title><a id="enter" href="%1$s&amp;code=%2$s">enter</a>
                <a id="deny" href="%1$s&amp;error=access_denied">deny</a>
                <a id="late" href="%1$s&amp;code=code-of-yesterday">late</a>
                """.formatted(back, code)));
    }

    private static String first(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of("")).getFirst();
    }

    private Publisher<Void> register(HttpServerResponse response, JsonNode sent) {
        if (sent.path("username").asString().equals("taken")) {
            return problem(response, 409, "username-taken");
        }
        if (sent.path("email").asString().endsWith("@example.invalid")) {
            return json(response, 400, """
                    {"type": "%svalidation-failed", "status": 400,
                     "errors": [{"field": "email", "message": "must be an e-mail address"}]}
                    """.formatted(PROBLEM));
        }
        if (!sent.path("statePreference").isMissingNode()) {
            account.prefersState(sent.path("statePreference").asString());
        }
        return tokens(response, 201);
    }

    private Publisher<Void> redeem(HttpServerResponse response, JsonNode sent) {
        String challenge = challenges.remove(sent.path("code").asString());
        return SignedToken.challenge(sent.path("codeVerifier").asString("")).equals(challenge)
                ? tokens(response, 200)
                : problem(response, 401, "invalid-credentials");
    }

    private Publisher<Void> refresh(HttpServerResponse response, JsonNode sent) {
        String presented = sent.path("refreshToken").asString();
        String again = lostReplies.remove(presented);
        if (again != null) {
            return json(response, 200, again);
        }
        if (!refreshing || !presented.equals(refreshToken)) {
            refreshing = false;
            return problem(response, 401, "invalid-refresh-token");
        }
        String issued = issue();
        if (loseReply) {
            loseReply = false;
            lostReplies.put(presented, issued);
            return problem(response, 502, "bad-gateway");
        }
        return json(response, 200, issued);
    }

    private Publisher<Void> personal(String what, HttpServerRequest request, HttpServerResponse response,
            JsonNode sent) {
        if (!("Bearer " + accessToken).equals(request.requestHeaders().get("Authorization"))) {
            return problem(response.header("WWW-Authenticate", "Bearer"), 401, "unauthenticated");
        }
        KeptAccount.Reply reply = account.answer(what, request.requestHeaders().get("If-Match"), sent);
        reply.headers().forEach(response::header);
        return reply.status() >= 400
                ? problem(response, reply.status(), reply.body())
                : json(response, reply.status(), reply.body());
    }

    private Publisher<Void> tokens(HttpServerResponse response, int status) {
        refreshing = true;
        return json(response, status, issue());
    }

    private String issue() {
        refreshToken = "refresh-" + numbers.incrementAndGet();
        accessToken = SignedToken.of(key, ID, NAME, roles, states, numbers.incrementAndGet());
        return JSON.writeValueAsString(Map.of("accessToken", accessToken, "refreshToken", refreshToken, "expiresIn",
                900, "tokenType", "Bearer"));
    }

    private static Publisher<Void> problem(HttpServerResponse response, int status, String slug) {
        return json(response, status, "{\"type\": \"" + PROBLEM + slug + "\", \"status\": " + status + "}");
    }

    private static Publisher<Void> json(HttpServerResponse response, int status, String body) {
        return response.status(status).header("Content-Type", "application/json").header("Cache-Control", "no-store")
                .sendString(Mono.just(body), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
    }
}
