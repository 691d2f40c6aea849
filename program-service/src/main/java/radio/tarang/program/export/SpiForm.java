package radio.tarang.program.export;

import java.text.BreakIterator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.program.Marks;
import radio.tarang.program.Program;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.Slot;
import radio.tarang.program.Station;

/**
 * RadioDNS service and programme information: one document about the stations (SI), one per station and day (PI). Names are cut to what the standard
 * allows, between whole characters; times are local ones of whole seconds.
 *
 * @see <a href="https://www.etsi.org/deliver/etsi_ts/102800_102899/102818/">ETSI TS 102 818 V3.5.1</a>, annex B
 */
@Component
class SpiForm {
    static final String NAMESPACE = "http://www.worlddab.org/schemas/spi";
    private static final String SCHEMA = NAMESPACE + " " + NAMESPACE + "/spi_35.xsd";
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
    private static final int SHORT_NAME = 8;
    private static final int MEDIUM_NAME = 16;
    private static final int LONG_NAME = 128;
    private static final int SHORT_DESCRIPTION = 180;
    private static final int LONG_DESCRIPTION = 1200;

    byte[] services(List<Station> stations, ZoneId zone) {
        Instant changed = stations.stream().map(Station::updatedAt).max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return XmlOut.document(out -> out.root("serviceInformation", NAMESPACE, () -> {
            head(out);
            out.attribute("creationTime", time(changed, zone));
            out.attribute("originator", "Tarang");
            out.language("en");
            out.element("services", () -> {
                out.element("serviceProvider", () -> names(out, "Tarang", null));
                for (Station station : stations) {
                    service(out, station);
                }
            });
        }));
    }

    private static void service(XmlOut out, Station station) throws XMLStreamException {
        out.element("service", () -> {
            out.attribute("version", version(station.version()));
            names(out, station.name(), null);
            for (String language : station.languages()) {
                out.text("presentationLanguage", language);
            }
            String stream = station.streamUrl();
            if (stream != null) {
                out.element("bearer", () -> {
                    out.attribute("id", stream);
                    out.attribute("cost", "50");
                    out.attribute("mimeValue", mimeType(stream));
                });
            }
            out.element("radiodns", () -> {
                out.attribute("fqdn", Marks.AUTHORITY);
                out.attribute("serviceIdentifier", identifier(station));
            });
            out.element("geolocation", () -> out.text("country", "IN"));
        });
    }

    byte[] programmes(Schedule day) {
        ZoneId zone = day.zone();
        // Programmes reach over midnight at either end, and the scope has to cover what it lists.
        Instant from = day.programs().stream().map(program -> program.slot().start()).min(Comparator.naturalOrder())
                .filter(first -> first.isBefore(day.from())).orElse(day.from());
        Instant to = day.programs().stream().map(program -> program.slot().end()).max(Comparator.naturalOrder())
                .filter(last -> last.isAfter(day.to())).orElse(day.to());
        return XmlOut.document(out -> out.root("epg", NAMESPACE, () -> {
            head(out);
            out.language(day.language() == null ? "en" : day.language());
            out.element("schedule", () -> {
                out.attribute("creationTime", time(day.changedAt(), zone));
                out.attribute("originator", "Tarang");
                out.element("scope", () -> {
                    out.attribute("startTime", time(from, zone));
                    out.attribute("stopTime", time(to, zone));
                    String bearer = day.station().streamUrl();
                    if (bearer != null) {
                        out.element("serviceScope", () -> out.attribute("id", bearer));
                    }
                });
                for (Program program : day.programs()) {
                    programme(out, program, day.shortId(program), zone);
                }
            });
        }));
    }

    private static void programme(XmlOut out, Program program, int shortId, ZoneId zone) throws XMLStreamException {
        ProgramDetails details = program.details();
        out.element("programme", () -> {
            out.attribute("shortId", Integer.toString(shortId));
            out.attribute("id", "crid://" + Marks.AUTHORITY + "/" + program.id());
            out.attribute("version", version(program.version()));
            out.language(details.language());
            names(out, details.title(), details.language());
            out.element("location", () -> out.element("time", () -> times(out, program, zone)));
            descriptions(out, details.description());
            if (details.imageUrl() != null) {
                out.element("mediaDescription", () -> out.element("multimedia",
                        () -> out.attribute("url", details.imageUrl())));
            }
            out.text("presentationLanguage", details.language());
            String keywords = Stream.concat(Stream.ofNullable(details.category()), details.tags().stream()).distinct()
                    .map(word -> word.replace(',', ' ')).collect(Collectors.joining(", "));
            out.text("keywords", keywords.isEmpty() ? null : keywords);
            String host = details.hostName();
            if (host != null) {
                out.element("credits", () -> out.element("credit", () -> {
                    out.attribute("role", "contributor");
                    out.text("person", cut(host, LONG_NAME));
                }));
            }
        });
    }

    /** Billed is what listeners were promised; an overrun moves the actual time alone. */
    private static void times(XmlOut out, Program program, ZoneId zone) throws XMLStreamException {
        Slot billed = program.announced() == null ? program.slot() : program.announced();
        out.attribute("time", time(billed.start(), zone));
        out.attribute("duration", length(billed));
        if (!billed.equals(program.slot())) {
            out.attribute("actualTime", time(program.slot().start(), zone));
            out.attribute("actualDuration", length(program.slot()));
        }
    }

    private static void descriptions(XmlOut out, @Nullable String text) throws XMLStreamException {
        if (text != null) {
            out.element("mediaDescription", () -> {
                out.text("shortDescription", cut(text, SHORT_DESCRIPTION));
                out.text("longDescription", cut(text, LONG_DESCRIPTION));
            });
        }
    }

    private static void head(XmlOut out) throws XMLStreamException {
        out.namespaced("xsi", XSI, "schemaLocation", SCHEMA);
    }

    private static void names(XmlOut out, String name, @Nullable String language) throws XMLStreamException {
        out.text("shortName", cut(name, SHORT_NAME), language);
        out.text("mediumName", cut(name, MEDIUM_NAME), language);
        out.text("longName", cut(name, LONG_NAME), language);
    }

    /** At most so many code points, without a piece of a character as its reader sees it. */
    static String cut(String text, int maxCodePoints) {
        if (text.codePointCount(0, text.length()) <= maxCodePoints) {
            return text;
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int end = 0;
        for (int next = characters.next(); next != BreakIterator.DONE
                && text.codePointCount(0, next) <= maxCodePoints; next = characters.next()) {
            end = next;
        }
        return text.substring(0, end).strip();
    }

    /** What a station is found by in RadioDNS: letters and digits, 16 at most. Those of our ids that are random will do. */
    private static String identifier(Station station) {
        return String.format(Locale.ROOT, "%016x", station.id().getLeastSignificantBits());
    }

    private static String mimeType(String stream) {
        String path = stream.replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
        if (path.endsWith(".m3u8")) {
            return "application/vnd.apple.mpegurl";
        }
        if (path.endsWith(".mpd")) {
            return "application/dash+xml";
        }
        return path.endsWith(".aac") || path.endsWith(".aacp") ? "audio/aac" : "audio/mpeg";
    }

    private static String version(long version) {
        return Long.toString(Math.max(1, version));
    }

    private static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }

    private static String length(Slot slot) {
        return Duration.between(slot.start().truncatedTo(ChronoUnit.SECONDS),
                slot.end().truncatedTo(ChronoUnit.SECONDS)).toString();
    }
}
