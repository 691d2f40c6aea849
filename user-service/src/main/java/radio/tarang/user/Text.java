package radio.tarang.user;

import java.net.URI;
import java.net.URISyntaxException;
import java.text.Normalizer;
import java.util.IllformedLocaleException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How text from outside becomes text that is stored: without control characters, in NFC, trimmed, and measured in code points. Nothing is ever
 * cut; what is too long is refused. Text with nothing left counts as absent.
 */
public final class Text {
    private Text() {
    }

    /** One line: line breaks count as control characters. */
    public static @Nullable String line(String field, @Nullable String raw, int maxCodePoints, Findings findings) {
        return clean(field, raw, maxCodePoints, false, findings);
    }

    /** One line that must say something. */
    public static String requiredLine(String field, @Nullable String raw, int maxCodePoints, Findings findings) {
        String text = line(field, raw, maxCodePoints, findings);
        if (text == null) {
            findings.add(field, "must not be empty");
            return "";
        }
        return text;
    }

    /** Several lines: line feeds are kept. */
    public static @Nullable String lines(String field, @Nullable String raw, int maxCodePoints, Findings findings) {
        return clean(field, raw, maxCodePoints, true, findings);
    }

    /** An absolute http or https address of at most 500 characters. */
    public static @Nullable String url(String field, @Nullable String raw, Findings findings) {
        String text = line(field, raw, 500, findings);
        if (text == null) {
            return null;
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
                findings.add(field, "must be an absolute http or https URL");
            }
        } catch (URISyntaxException e) {
            findings.add(field, "must be an absolute http or https URL");
        }
        return text;
    }

    /** A well-formed BCP 47 tag, in canonical case. */
    public static @Nullable String language(String field, @Nullable String raw, Findings findings) {
        String text = line(field, raw, 35, findings);
        if (text == null) {
            return null;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(text).build();
            if (!locale.getLanguage().isEmpty()) {
                return locale.toLanguageTag();
            }
        } catch (IllformedLocaleException e) {
            // said below, for both ways of being wrong
        }
        findings.add(field, "must be a BCP 47 language tag");
        return text;
    }

    private static @Nullable String clean(String field, @Nullable String raw, int maxCodePoints, boolean multiLine,
            Findings findings) {
        if (raw == null) {
            return null;
        }
        if (raw.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            findings.add(field, "contains half a character (a lone surrogate)");
            return null;
        }
        String lines = multiLine ? raw.replace("\r\n", "\n").replace('\r', '\n') : raw;
        StringBuilder kept = new StringBuilder(lines.length());
        lines.codePoints().filter(c -> !Character.isISOControl(c) || multiLine && c == '\n')
                .forEach(kept::appendCodePoint);
        // after the control characters: one of them may stand between a letter and its accent
        String text = Normalizer.normalize(kept, Normalizer.Form.NFC).strip();
        if (text.codePointCount(0, text.length()) > maxCodePoints) {
            findings.add(field, "must be at most " + maxCodePoints + " characters long");
        }
        return text.isEmpty() ? null : text;
    }
}
