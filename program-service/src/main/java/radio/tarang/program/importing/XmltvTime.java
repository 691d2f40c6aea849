package radio.tarang.program.importing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An XMLTV time: {@code YYYYMMDDhhmm[ss] [±hhmm]}. Without an offset it is UTC, as the format's definition says. */
final class XmltvTime {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})?\\s*(?:(Z|UTC|GMT)|([+-])(\\d{2}):?(\\d{2}))?");

    private XmltvTime() {
    }

    /** Empty if the text is no such time: a zone's name, say, or a day alone. */
    static Optional<Instant> parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (text.length() > 40 || !m.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(number(m.group(1)), number(m.group(2)), number(m.group(3)),
                    number(m.group(4)),
                    number(m.group(5)), m.group(6) == null ? 0 : number(m.group(6)));
            return Optional.of(local.toInstant(offset(m)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ZoneOffset offset(Matcher m) {
        if (m.group(8) == null) {
            return ZoneOffset.UTC;
        }
        int sign = m.group(8).equals("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * number(m.group(9)), sign * number(m.group(10)));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
