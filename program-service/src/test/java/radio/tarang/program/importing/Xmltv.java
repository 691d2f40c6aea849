package radio.tarang.program.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;

/** A file being written. */
final class Xmltv {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss Z")
            .withZone(ZoneOffset.UTC);

    private final StringBuilder rows = new StringBuilder();

    /** The committed file with the oddities that published ones have. */
    static String odd() {
        try (InputStream in = Objects.requireNonNull(Xmltv.class.getResourceAsStream("/importing/odd.xmltv.xml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Xmltv channel(String id, String name) {
        rows.append("<channel id=\"%s\"><display-name>%s</display-name></channel>%n".formatted(id, name));
        return this;
    }

    Xmltv programme(String channel, Instant start, Duration length, String title) {
        return programme(channel, start, length, title, "");
    }

    /** @param more elements beside the title */
    Xmltv programme(String channel, Instant start, Duration length, String title, String more) {
        rows.append("<programme channel=\"%s\" start=\"%s\" stop=\"%s\"><title>%s</title>%s</programme>%n".formatted(
                channel, TIME.format(start), TIME.format(start.plus(length)), title, more));
        return this;
    }

    /** So many programmes of a minute each, one after the other. */
    Xmltv programmes(String channel, Instant start, int count) {
        for (int i = 0; i < count; i++) {
            programme(channel, start.plusSeconds(60L * i), Duration.ofMinutes(1), "Minute " + i);
        }
        return this;
    }

    @Override
    public String toString() {
        return "<?xml version=\"1.0\"?>\n<tv>\n" + rows + "</tv>\n";
    }
}
