package radio.tarang.local.conformance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** The tokens of {@code tokens.yaml}, made by hand: no library would make most of them. */
final class TokenVectors {

    /** Its token is made when it is needed: some are valid for seconds only. */
    record Vector(String name, JsonNode entry) {
    }

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final Set<String> TIMES = Set.of("exp", "iat", "nbf");
    private static final Signer FORGER = Signer.fresh("forger", "forger");

    private final JsonNode file;
    private final Signer signer;
    private final String listener;

    /** @param listener a URL that must never be asked */
    TokenVectors(JsonNode file, Signer signer, String listener) {
        this.file = file;
        this.signer = signer;
        this.listener = listener;
    }

    List<Vector> valid() {
        return vectors("valid");
    }

    List<Vector> forged() {
        return vectors("forged");
    }

    private List<Vector> vectors(String list) {
        List<Vector> vectors = new ArrayList<>();
        file.path(list).forEach(entry -> vectors.add(new Vector(entry.path("name").asText(), entry)));
        return vectors;
    }

    String token(Vector vector) {
        JsonNode entry = vector.entry();
        if (entry.has("text")) {
            return entry.path("text").asText();
        }
        ObjectNode header = part("header", entry);
        String signed = Signer.encoded(header) + "." + Signer.encoded(part("claims", entry));
        return signed + "."
                + URL.encodeToString(signature(signed, entry.path("signature").asText("issuer"),
                        header.path("alg").asText("")));
    }

    private ObjectNode part(String part, JsonNode entry) {
        ObjectNode members = file.path("base").path(part).deepCopy();
        entry.path(part).properties().forEach(member -> {
            if (member.getValue().isNull()) {
                members.remove(member.getKey());
            } else {
                members.set(member.getKey(), member.getValue());
            }
        });
        long now = Instant.now().getEpochSecond();
        for (Map.Entry<String, JsonNode> member : List.copyOf(members.properties())) {
            boolean time = part.equals("claims") && TIMES.contains(member.getKey());
            members.set(member.getKey(), time && member.getValue() instanceof IntNode seconds
                    ? LongNode.valueOf(now + seconds.longValue())
                    : value(member.getValue()));
        }
        return members;
    }

    private JsonNode value(JsonNode value) {
        return switch (value) {
            case TextNode text when text.asText().equals("KID") -> TextNode.valueOf(signer.keyId());
            case TextNode text when text.asText().equals("LISTENER") -> TextNode.valueOf(listener);
            case TextNode text when text.asText().equals("JWK") -> Contracts.JSON.valueToTree(FORGER.jwk());
            case TextNode text -> TextNode.valueOf(text.asText().replace("ISSUER", signer.issuer()));
            case ArrayNode several -> {
                ArrayNode replaced = Contracts.JSON.createArrayNode();
                several.forEach(one -> replaced.add(value(one)));
                yield replaced;
            }
            default -> value;
        };
    }

    private byte[] signature(String text, String how, String algorithm) {
        byte[] right = signer.sign(text, algorithm);
        return switch (how) {
            case "issuer" -> right;
            case "other" -> FORGER.sign(text, algorithm);
            case "hmac-pem" -> signer.hmac(text, true);
            case "hmac-der" -> signer.hmac(text, false);
            case "none" -> new byte[0];
            case "truncated" -> Arrays.copyOf(right, right.length - 1);
            case "flipped" -> {
                right[right.length / 2] ^= 1;
                yield right;
            }
            default -> throw new IllegalArgumentException("tokens.yaml: no such signature: " + how);
        };
    }
}
