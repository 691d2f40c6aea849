package radio.tarang.gateway.edge;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} field (IMF-fixdate), written at most once a second. */
final class HttpDate {

    private record Second(long epochSecond, String text) {
    }

    /** RFC_1123_DATE_TIME of the JDK writes a one-digit day, which is not an IMF-fixdate. */
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static volatile Second last = new Second(0, of(0));

    private HttpDate() {
    }

    static String now() {
        long second = epochSecond();
        Second known = last;
        if (known.epochSecond != second) {
            known = new Second(second, of(second));
            last = known;
        }
        return known.text;
    }

    static long epochSecond() {
        return System.currentTimeMillis() / 1000;
    }

    static String of(long epochSecond) {
        return IMF_FIXDATE.format(Instant.ofEpochSecond(epochSecond));
    }
}
