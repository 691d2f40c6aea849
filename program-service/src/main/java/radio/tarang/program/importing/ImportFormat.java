package radio.tarang.program.importing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Refusal;
import radio.tarang.program.Refusal.Reason;

/** Which format an upload has: as the query says, else as its media type says, else by its first bytes. */
final class ImportFormat {
    static final String XMLTV = "xmltv";

    private static final Set<String> XML_TYPES = Set.of("application/xml", "text/xml", "application/xmltv+xml");
    private static final Set<String> OTHER_FORMATS = Set.of("icalendar", "ics", "csv", "songs");
    /** Types that senders use for any file. */
    private static final Set<String> VAGUE_TYPES = Set.of("application/octet-stream", "binary/octet-stream",
            "text/plain");

    private ImportFormat() {
    }

    /** What the sender says it is; null if that could be anything. @param mediaType of the file itself, without parameters */
    static @Nullable String told(@Nullable String asked, @Nullable String mediaType) {
        if (asked != null) {
            return asked(asked.strip().toLowerCase(Locale.ROOT));
        }
        String type = mediaType == null ? "" : mediaType.toLowerCase(Locale.ROOT);
        if (XML_TYPES.contains(type)) {
            return XMLTV;
        }
        if (type.isEmpty() || VAGUE_TYPES.contains(type)) {
            return null;
        }
        throw unsupported("'" + type + "'");
    }

    /** What the file's first bytes look like. */
    static String recognised(byte[] beginning) {
        String text = new String(beginning, StandardCharsets.UTF_8);
        if (!text.replace("\uFEFF", "").stripLeading().startsWith("<")) {
            throw unsupported("This file");
        }
        return XMLTV;
    }

    private static String asked(String format) {
        if (format.equals(XMLTV)) {
            return XMLTV;
        }
        if (OTHER_FORMATS.contains(format)) {
            throw unsupported("'" + format + "'");
        }
        throw Refusal.invalid("format", "must be " + XMLTV);
    }

    private static Refusal unsupported(String what) {
        return new Refusal(Reason.UNSUPPORTED_MEDIA_TYPE,
                what + " cannot be imported. Supported: XMLTV, sent as application/xml or text/xml, or as multipart field 'file'.");
    }
}
