package radio.tarang.gateway.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import radio.tarang.gateway.Problem;
import radio.tarang.gateway.Refusal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Access tokens by RFC 9068 under the rules of RFC 8725: one algorithm, one type, one issuer, keys only from the issuer's
 * set. What a header offers as a key or a place to fetch one makes the token worthless. A verdict is kept under the hash of
 * the token, never the token, and holds only as long as the token, the key set it was found with, and no revocation.
 */
final class Tokens {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Pattern SUBJECT = Pattern
            .compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 8 * 1024;
    private static final int LONGEST_KID = 128;
    private static final int MOST_GOOD = 100_000;
    private static final int MOST_BAD = 10_000;
    private static final Duration GOOD_FOR = Duration.ofMinutes(16);
    private static final Duration BAD_FOR = Duration.ofSeconds(10);

    /** SHA-256. */
    private record Hash(long a, long b, long c, long d) {
    }

    /** @param token null = it does not count */
    private record Verdict(@Nullable Token token, Map<String, RSAPublicKey> keys) {
    }

    private final IdentitySettings settings;
    private final SigningKeys keys;
    private final RevokedTokens revoked;
    private final Clock clock;
    private final Cache<Hash, Verdict> good = Caffeine.newBuilder().maximumSize(MOST_GOOD).expireAfterWrite(GOOD_FOR)
            .executor(Runnable::run).build();
    private final Cache<Hash, Verdict> bad = Caffeine.newBuilder().maximumSize(MOST_BAD).expireAfterWrite(BAD_FOR)
            .executor(Runnable::run).build();

    Tokens(IdentitySettings settings, SigningKeys keys, RevokedTokens revoked, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.revoked = revoked;
        this.clock = clock;
    }

    /** What is known of a token without verifying it: null where nothing is, or where it is known not to count. */
    @Nullable
    Token known(String authorization) {
        String text = bearer(authorization);
        Verdict verdict = text == null ? null : good.getIfPresent(hash(text));
        return verdict == null ? null : counting(verdict);
    }

    /**
     * What the token of an {@code Authorization} field says; a {@link Refusal} with 401 if it does not count, whatever the
     * reason, and with 503 if it cannot be judged.
     */
    Mono<Token> verify(String authorization) {
        String text = bearer(authorization);
        if (text == null) {
            return Mono.error(unauthenticated());
        }
        Hash hash = hash(text);
        Verdict verdict = good.getIfPresent(hash);
        if (verdict == null) {
            verdict = bad.getIfPresent(hash);
        }
        if (verdict != null && verdict.keys() == keys.current()) {
            return answer(counting(verdict));
        }
        if (!FORM.matcher(text).matches()) {
            return Mono.error(unauthenticated());
        }
        SignedJWT jwt;
        String kid;
        try {
            jwt = SignedJWT.parse(text);
            kid = acceptableKid(jwt.getHeader());
        } catch (ParseException | IllegalArgumentException e) {
            return Mono.error(unauthenticated());
        }
        return kid == null
                ? Mono.error(unauthenticated())
                : keys.lookFor(kid).then(Mono.defer(() -> judge(jwt, kid, hash)));
    }

    private Mono<Token> judge(SignedJWT jwt, String kid, Hash hash) {
        Map<String, RSAPublicKey> set = keys.current();
        if (set.isEmpty()) {
            return Mono.error(new Refusal(Problem.unavailable(2)));
        }
        RSAPublicKey key = set.get(kid);
        if (key == null) {
            return Mono.error(unauthenticated());
        }
        Verdict verdict = new Verdict(read(jwt, key), set);
        if (verdict.token() == null) {
            bad.put(hash, verdict);
        } else {
            good.put(hash, verdict);
        }
        return answer(counting(verdict));
    }

    private static Mono<Token> answer(@Nullable Token token) {
        return token == null ? Mono.error(unauthenticated()) : Mono.just(token);
    }

    private @Nullable Token counting(Verdict verdict) {
        Token token = verdict.token();
        return token != null && verdict.keys() == keys.current() && current(token) && !revoked.refuse(token)
                ? token
                : null;
    }

    private boolean current(Token token) {
        return clock.instant().isBefore(token.expiresAt().plus(SKEW));
    }

    private static @Nullable String acceptableKid(JWSHeader header) {
        boolean plain = JWSAlgorithm.RS256.equals(header.getAlgorithm()) && ACCESS_TOKEN.equals(header.getType())
                && header.getCriticalParams() == null && header.getJWK() == null && header.getJWKURL() == null
                && header.getX509CertURL() == null && header.getX509CertChain() == null;
        String kid = header.getKeyID();
        return plain && kid != null && kid.length() <= LONGEST_KID ? kid : null;
    }

    private @Nullable Token read(SignedJWT jwt, RSAPublicKey key) {
        try {
            return jwt.verify(new RSASSAVerifier(key)) ? read(jwt.getJWTClaimsSet()) : null;
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable Token read(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        String subject = claims.getSubject();
        if (!settings.issuer().equals(claims.getIssuer()) || !claims.getAudience().contains(settings.audience())
                || !"Bearer".equals(claims.getStringClaim("typ"))
                || subject == null || !SUBJECT.matcher(subject).matches() || expires == null || issued == null
                || issued.toInstant().isAfter(now.plus(SKEW))
                || notBefore != null && notBefore.toInstant().isAfter(now.plus(SKEW))) {
            return null;
        }
        List<String> roles = claims.getStringListClaim("roles");
        // Not needed here; but what a service would refuse is refused here too.
        claims.getStringListClaim("states");
        claims.getStringClaim("preferred_username");
        Token token = new Token(subject, roles == null ? Set.of() : Set.copyOf(new HashSet<>(roles)),
                claims.getStringClaim("sid"), issued.toInstant(), expires.toInstant());
        return current(token) ? token : null;
    }

    private static @Nullable String bearer(String authorization) {
        return authorization.length() > SCHEME.length() && authorization.length() <= LONGEST
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                        ? authorization.substring(SCHEME.length()).strip()
                        : null;
    }

    private static Hash hash(String token) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(token.getBytes(ISO_8859_1));
            java.nio.LongBuffer longs = java.nio.ByteBuffer.wrap(sum).asLongBuffer();
            return new Hash(longs.get(0), longs.get(1), longs.get(2), longs.get(3));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One answer for every reason: a forger learns nothing. */
    static Refusal unauthenticated() {
        return new Refusal(new Problem(401, "unauthenticated", "Nobody is signed in",
                "Sign in and present a valid access token.", 0));
    }
}
