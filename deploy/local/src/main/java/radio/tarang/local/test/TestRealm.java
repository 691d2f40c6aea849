package radio.tarang.local.test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The realm {@code tarang} with its demo users {@code listener, host, editor, moderator, admin}. A test that logs somebody out, disables or revokes
 * uses an account of its own from {@link #createUser}: the demo users' tokens are shared by all tests.
 *
 * @param issuer as in the claim {@code iss}
 * @param url of Keycloak, with its path
 * @param userServiceSecret of the client {@code user-service}
 * @param appsSecret of the client {@code tarang-apps}
 */
public record TestRealm(String issuer, String jwksUri, String url, String realm, String userServiceSecret,
        String appsSecret) {
    /** Well below the lifetime of an access token. */
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Map<String, Kept> TOKENS = new ConcurrentHashMap<>();

    public record Tokens(String accessToken, String refreshToken) {
    }

    private record Kept(String token, long nanos) {
        boolean young() {
            return System.nanoTime() - nanos < KEPT.toNanos();
        }
    }

    /** By the password grant of {@code tarang-apps}; the same token is given out again for a while. */
    public String accessToken(String demoUser) {
        return TOKENS.compute(issuer + " " + demoUser, (key, kept) -> kept != null && kept.young()
                ? kept
                : new Kept(tokens(demoUser).accessToken(), System.nanoTime())).token();
    }

    /** A login of its own each time. */
    public Tokens tokens(String demoUser) {
        String answer = client().grant(Map.of("grant_type", "password", "client_id", "tarang-apps", "client_secret",
                appsSecret, "username", demoUser, "password", "tarang"));
        return new Tokens(RealmClient.text(answer, "access_token"), RealmClient.text(answer, "refresh_token"));
    }

    /**
     * A new account with the password {@code tarang} and the verified address {@code <username>@example.org}, made with the rights of user-service.
     *
     * @param username in lower case
     * @param roles beyond {@code listener}, which everybody is
     * @param states empty: everywhere
     * @return the account's id, the {@code sub} of its tokens
     */
    public String createUser(String username, Set<String> roles, Set<String> states) {
        String token = RealmClient.text(client().grant(Map.of("grant_type", "client_credentials", "client_id",
                "user-service", "client_secret", userServiceSecret)), "access_token");
        String codes = states.stream().map(state -> '"' + state + '"').collect(Collectors.joining(","));
        String id = client().post(token, "/users", """
                {"username": "%s", "enabled": true, "email": "%s@example.org", "emailVerified": true,
                 "attributes": {"states": [%s]},
                 "credentials": [{"type": "password", "value": "tarang", "temporary": false}]}
                """.formatted(username, username, codes));
        String granted = roles.stream().map(role -> client().get(token, "/roles/" + role))
                .collect(Collectors.joining(",", "[", "]"));
        if (!roles.isEmpty()) {
            client().post(token, "/users/" + id + "/role-mappings/realm", granted);
        }
        return id;
    }

    private RealmClient client() {
        return new RealmClient(url, realm);
    }
}
