package radio.tarang.user;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import radio.tarang.user.RunningService.Answer;

/** What people do at the door of a running service, and what they hold in their hands there. */
public final class Visit {
    public static final String PASSWORD = "correct horse battery";
    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final RunningService service;

    public Visit(RunningService service) {
        this.service = service;
    }

    /** A name nobody has. */
    public static String freshName() {
        return "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    /** An address nobody else in this build comes from. */
    public static String freshAddress() {
        int n = ADDRESSES.incrementAndGet();
        return "198." + (18 + n / 65536) + "." + n / 256 % 256 + "." + n % 256;
    }

    public static String registration(String username) {
        return """
                {"username": "%s", "email": "%s@example.org", "password": "%s", "statePreference": "MH"}""".formatted(
                username, username, PASSWORD);
    }

    public Answer register(String username, String... headers) {
        return service.post("/api/v1/auth/register", registration(username), headers);
    }

    /** Signs up and gives back the tokens. */
    public Answer newcomer(String username, String... headers) {
        Answer answer = register(username, headers);
        if (answer.status() != 201) {
            throw new AssertionError(answer.raw().body());
        }
        return answer;
    }

    public Answer login(String username, String password, String... headers) {
        return service.post("/api/v1/auth/login",
                "{\"username\": \"%s\", \"password\": \"%s\"}".formatted(username, password), headers);
    }

    public Answer refresh(String refreshToken) {
        return service.post("/api/v1/auth/refresh", "{\"refreshToken\": \"" + refreshToken + "\"}");
    }

    public Answer logout(String refreshToken) {
        return service.post("/api/v1/auth/logout", "{\"refreshToken\": \"" + refreshToken + "\"}");
    }

    public Answer devices(String accessToken) {
        return service.get("/api/v1/user/sessions", "Authorization", "Bearer " + accessToken);
    }

    /** The id in the claims of an access token. */
    public static String userId(String accessToken) {
        return claim(accessToken, "sub");
    }

    public static String claim(String token, String name) {
        String claims = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        return claims.replaceAll(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }

    /** A signed anonymous session, as the gateway issues it. */
    public static String signedSession() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String signed = "v1.k1." + Instant.now().getEpochSecond() / 86_400 + "." + BASE64.encodeToString(random);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(RunningService.SESSION_KEYS.substring(3)),
                    "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
