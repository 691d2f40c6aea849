package radio.tarang.gateway.identity;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The keys under anonymous sessions: {@code tarang.session.keys}, one or two of {@code kid:base64url-of-32-bytes}, the
 * first one signs. There is no default, for a known key would let everybody be anybody.
 */
@ConfigurationProperties("tarang.session")
record SessionKeys(@Nullable String keys) {

    static final String MAC = "HmacSHA256";
    private static final String SHAPE = "tarang.session.keys (TARANG_SESSION_KEYS) must be one or two of "
            + "kid:base64url-of-32-bytes, separated by a comma";
    private static final Pattern KID = Pattern.compile("[a-z0-9]{1,8}");

    /** @return by kid, the signing key first */
    Map<String, SecretKeySpec> byKid() {
        Map<String, SecretKeySpec> all = new LinkedHashMap<>();
        for (String entry : (keys == null ? "" : keys.strip()).split(",", -1)) {
            String[] parts = entry.strip().split(":", -1);
            if (parts.length != 2 || !KID.matcher(parts[0]).matches()) {
                throw new Misconfigured(SHAPE);
            }
            all.put(parts[0], new SecretKeySpec(bytes(parts[1]), MAC));
        }
        if (all.size() > 2 || all.size() < Arrays.stream((keys == null ? "" : keys).split(",", -1)).count()) {
            throw new Misconfigured(SHAPE);
        }
        return all;
    }

    private static byte[] bytes(String base64url) {
        try {
            byte[] key = Base64.getUrlDecoder().decode(base64url);
            if (key.length == 32) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // Said below, without the secret.
        }
        throw new Misconfigured(SHAPE);
    }

    @Override
    public String toString() {
        return "SessionKeys[…]";
    }
}
