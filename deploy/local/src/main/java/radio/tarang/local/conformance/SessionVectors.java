package radio.tarang.local.conformance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The sessions of {@code vectors.json} as they would be today: the vectors have a clock of their own, a running service has not. One
 * whose code is right is moved by as many days and signed anew; the others stay as wrong as they are.
 */
final class SessionVectors {

    record Vector(String name, String value) {
    }

    private static final Pattern FORM = Pattern
            .compile("([a-z0-9]+)\\.([a-z0-9]+)\\.(0|[1-9][0-9]{0,5})\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");
    private static final Pattern IN_A_FIELD = Pattern.compile("[\\x21-\\x7e]*");
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final JsonNode file;
    private final Map<String, byte[]> keys = new HashMap<>();
    private final long days;

    SessionVectors(JsonNode file) {
        this.file = file;
        for (String entry : file.path("keys").asText().split(",", -1)) {
            int colon = entry.indexOf(':');
            keys.put(entry.substring(0, colon), Base64.getUrlDecoder().decode(entry.substring(colon + 1)));
        }
        days = LocalDate.now(ZoneOffset.UTC).toEpochDay()
                - LocalDate.ofInstant(Instant.parse(file.path("now").asText()), ZoneOffset.UTC).toEpochDay();
    }

    List<Vector> valid() {
        return vectors("valid");
    }

    List<Vector> invalid() {
        return vectors("invalid");
    }

    /** Those a header field can carry: white space around a value is not part of it. */
    private List<Vector> vectors(String list) {
        List<Vector> vectors = new ArrayList<>();
        file.path(list).forEach(entry -> {
            if (IN_A_FIELD.matcher(entry.path("value").asText()).matches()) {
                vectors.add(new Vector(entry.path("note").asText(), today(entry.path("value").asText())));
            }
        });
        return vectors;
    }

    private String today(String value) {
        Matcher form = FORM.matcher(value);
        byte[] key = form.matches() ? keys.get(form.group(2)) : null;
        if (key == null || !MessageDigest.isEqual(code(value.substring(0, value.lastIndexOf('.')), key)
                .getBytes(StandardCharsets.US_ASCII), form.group(5).getBytes(StandardCharsets.US_ASCII))) {
            return value;
        }
        String text = form.group(1) + "." + form.group(2) + "." + (Long.parseLong(form.group(3)) + days) + "."
                + form.group(4);
        return text + "." + code(text, key);
    }

    private static String code(String text, byte[] key) {
        return URL.encodeToString(Signer.hmac(text, key));
    }
}
