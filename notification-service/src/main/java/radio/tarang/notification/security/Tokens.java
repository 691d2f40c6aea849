package radio.tarang.notification.security;

import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Access tokens by RFC 9068 under the rules of RFC 8725: one algorithm, one type, one issuer, keys only from the issuer's set. What a header offers as a
 * key or a place to fetch one makes the token worthless.
 */
@Component
class Tokens {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Pattern ID = Pattern
            .compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final int LONGEST = 8 * 1024;
    private static final int LONGEST_KID = 128;
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final IdentitySettings settings;
    private final SigningKeys keys;
    private final RevokedTokens revoked;
    private final Clock clock;

    Tokens(IdentitySettings settings, SigningKeys keys, RevokedTokens revoked, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.revoked = revoked;
        this.clock = clock;
    }

    /**
     * What a token says; empty if it does not count. Nobody is told why.
     *
     * @throws SigningKeys.Unavailable if it cannot be judged
     */
    Optional<Token> verify(String text) {
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            String kid = acceptableKid(jwt.getHeader());
            RSAPublicKey key = kid == null ? null : keys.find(kid);
            if (key == null || !jwt.verify(new RSASSAVerifier(key))) {
                return Optional.empty();
            }
            return read(jwt.getJWTClaimsSet()).filter(token -> !revoked.refuse(token));
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String acceptableKid(JWSHeader header) {
        boolean plain = JWSAlgorithm.RS256.equals(header.getAlgorithm()) && ACCESS_TOKEN.equals(header.getType())
                && header.getCriticalParams() == null && header.getJWK() == null && header.getJWKURL() == null
                && header.getX509CertURL() == null && header.getX509CertChain() == null;
        String kid = header.getKeyID();
        return plain && kid != null && kid.length() <= LONGEST_KID ? kid : null;
    }

    private Optional<Token> read(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        Date issued = claims.getIssueTime();
        Date expires = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        String subject = claims.getSubject();
        boolean counts = settings.issuer().equals(claims.getIssuer())
                && claims.getAudience().contains(settings.audience())
                && "Bearer".equals(claims.getStringClaim("typ"))
                && subject != null && ID.matcher(subject).matches()
                && expires != null && now.isBefore(expires.toInstant().plus(SKEW))
                && issued != null && !issued.toInstant().isAfter(now.plus(SKEW))
                && (notBefore == null || !notBefore.toInstant().isAfter(now.plus(SKEW)));
        if (!counts) {
            return Optional.empty();
        }
        return Optional.of(new Token(UUID.fromString(subject), claims.getStringClaim("preferred_username"),
                words(claims, "roles"), words(claims, "states"), claims.getStringClaim("sid"), issued.toInstant(),
                expires.toInstant()));
    }

    private static Set<String> words(JWTClaimsSet claims, String name) throws ParseException {
        List<String> words = claims.getStringListClaim(name);
        return words == null ? Set.of() : Set.copyOf(words);
    }
}
