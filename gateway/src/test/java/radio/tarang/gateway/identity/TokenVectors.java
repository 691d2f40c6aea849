package radio.tarang.gateway.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** The tokens of {@code docs/contracts/http/tokens.yaml}, made by hand: no library would make most of them. */
final class TokenVectors {
    record Vector(String name, String token) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Set<String> TIMES = Set.of("exp", "iat", "nbf");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RSAKey FORGER = Issuer.newKey("forger");

    private final Issuer issuer;
    private final String name;
    private final Instant now;
    private final Map<String, Object> substitutes;
    private final Map<String, Object> file;

    /**
     * @param name what the issuer is called
     * @param listener a URL that must never be asked
     */
    TokenVectors(Issuer issuer, String name, Instant now, String listener) {
        this.issuer = issuer;
        this.name = name;
        this.now = now;
        this.substitutes = Map.of("KID", issuer.key.getKeyID(), "LISTENER", listener, "JWK",
                FORGER.toPublicJWK().toJSONObject());
        Path path = Path.of(System.getProperty("tarang.root", ".."), "docs", "contracts", "http", "tokens.yaml");
        try {
            this.file = new Yaml().load(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Vector> valid() {
        return vectors("valid");
    }

    List<Vector> forged() {
        return vectors("forged");
    }

    @SuppressWarnings("unchecked")
    private List<Vector> vectors(String list) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(file.get(list))).stream()
                .map(entry -> new Vector(String.valueOf(entry.get("name")), token(entry))).toList();
    }

    private String token(Map<String, Object> entry) {
        if (entry.get("text") instanceof String text) {
            return text;
        }
        Map<String, Object> header = part("header", entry);
        String signed = encoded(header) + "." + encoded(part("claims", entry));
        try {
            return signed + "." + BASE64.encodeToString(
                    signature(signed, String.valueOf(entry.getOrDefault("signature", "issuer")), header.get("alg")));
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> part(String part, Map<String, Object> entry) {
        Map<String, Object> members = new LinkedHashMap<>(
                ((Map<String, Map<String, Object>>) Objects.requireNonNull(file.get("base"))).get(part));
        members.putAll((Map<String, Object>) entry.getOrDefault(part, Map.of()));
        members.values().removeIf(value -> value == null);
        boolean claims = part.equals("claims");
        members.replaceAll((member, value) -> claims && TIMES.contains(member) && value instanceof Integer seconds
                ? now.getEpochSecond() + seconds
                : value(value));
        return members;
    }

    private Object value(Object value) {
        return switch (value) {
            case String text when text.contains("ISSUER") -> text.replace("ISSUER", name);
            case String text when substitutes.containsKey(text) -> substitutes.get(text);
            case List<?> several -> several.stream().map(this::value).toList();
            default -> value;
        };
    }

    private byte[] signature(String text, String how, @Nullable Object algorithm)
            throws GeneralSecurityException, JOSEException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        byte[] der = issuer.key.toRSAPublicKey().getEncoded();
        return switch (how) {
            case "issuer" -> rsa(bytes, issuer.key.toPrivateKey(), algorithm);
            case "other" -> rsa(bytes, FORGER.toPrivateKey(), algorithm);
            case "hmac-pem" -> hmac(bytes, ("-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                    + "\n-----END PUBLIC KEY-----\n").getBytes(StandardCharsets.US_ASCII));
            case "hmac-der" -> hmac(bytes, der);
            case "none" -> new byte[0];
            case "truncated" -> {
                byte[] right = rsa(bytes, issuer.key.toPrivateKey(), algorithm);
                yield Arrays.copyOf(right, right.length - 1);
            }
            case "flipped" -> {
                byte[] right = rsa(bytes, issuer.key.toPrivateKey(), algorithm);
                right[right.length / 2] ^= 1;
                yield right;
            }
            default -> throw new IllegalArgumentException(how);
        };
    }

    private static byte[] rsa(byte[] text, PrivateKey key, @Nullable Object algorithm)
            throws GeneralSecurityException {
        Signature signature = switch (String.valueOf(algorithm)) {
            case "RS384" -> Signature.getInstance("SHA384withRSA");
            case "RS512" -> Signature.getInstance("SHA512withRSA");
            case "PS256" -> Signature.getInstance("RSASSA-PSS");
            default -> Signature.getInstance("SHA256withRSA");
        };
        if (signature.getAlgorithm().equals("RSASSA-PSS")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initSign(key);
        signature.update(text);
        return signature.sign();
    }

    private static byte[] hmac(byte[] text, byte[] secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(text);
    }

    private static String encoded(Map<String, Object> json) {
        return BASE64.encodeToString(JSON.writeValueAsBytes(json));
    }
}
