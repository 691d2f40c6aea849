package radio.tarang.user;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** Which states there are: the codes of {@code contracts/partitions.json}, and the former codes of ISO 3166-2:IN that are still written. */
@Component
public class StateCodes {
    private static final Map<String, String> FORMER = Map.of("OR", "OD", "TG", "TS", "CT", "CG", "UT", "UK", "GO", "GA",
            "DN", "DH", "DD", "DH");

    private final Set<String> codes;

    public StateCodes(ObjectMapper json) {
        try (InputStream in = new ClassPathResource("contracts/partitions.json").getInputStream()) {
            codes = Set.copyOf(json.readTree(in).get("states").propertyNames());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code as we write it; absent stays absent, an unknown one is a finding. */
    public @Nullable String known(String field, @Nullable String raw, Findings findings) {
        String text = Text.line(field, raw, 10, findings);
        if (text == null) {
            return null;
        }
        String upper = text.toUpperCase(Locale.ROOT);
        String code = FORMER.getOrDefault(upper, upper);
        if (!codes.contains(code)) {
            findings.add(field, "is not a state");
        }
        return code;
    }
}
