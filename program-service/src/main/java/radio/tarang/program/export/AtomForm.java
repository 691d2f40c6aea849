package radio.tarang.program.export;

import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import radio.tarang.program.Program;
import radio.tarang.program.ProgramDetails;

/**
 * Atom, for feed readers: an entry says in words when its programme is on, in the station's own time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4287">RFC 4287</a>
 */
@Component
@Order(4)
class AtomForm implements ScheduleForm {
    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    @Override
    public String suffix() {
        return "atom";
    }

    @Override
    public MediaType type() {
        return MediaType.APPLICATION_ATOM_XML;
    }

    @Override
    public byte[] write(Schedule schedule) {
        UUID station = schedule.station().id();
        return XmlOut.document(out -> out.root("feed", NAMESPACE, () -> {
            out.language(schedule.language());
            out.text("id", "urn:uuid:" + station);
            out.text("title", schedule.station().name());
            out.text("updated", schedule.changedAt().toString());
            out.element("author", () -> out.text("name", schedule.station().name()));
            link(out, "self", "/api/v1/stations/" + station + "/schedule.atom", type().toString());
            for (Program program : schedule.programs()) {
                entry(out, schedule, program);
            }
        }));
    }

    private static void entry(XmlOut out, Schedule schedule, Program program) throws XMLStreamException {
        ProgramDetails details = program.details();
        out.element("entry", () -> {
            out.language(details.language());
            out.text("id", "urn:uuid:" + program.id());
            out.text("title", details.title());
            out.text("updated", program.updatedAt().toString());
            out.text("published", program.createdAt().toString());
            link(out, "alternate", "/api/v1/programs/" + program.id(), MediaType.APPLICATION_JSON_VALUE);
            if (details.hostName() != null) {
                out.element("contributor", () -> out.text("name", details.hostName()));
            }
            for (String term : Stream.concat(Stream.ofNullable(details.category()), details.tags().stream())
                    .distinct().toList()) {
                out.element("category", () -> out.attribute("term", term));
            }
            out.text("summary", Stream.of(when(schedule, program), details.description()).filter(Objects::nonNull)
                    .collect(Collectors.joining("\n")));
        });
    }

    private static String when(Schedule schedule, Program program) {
        return LOCAL.format(program.slot().start().atZone(schedule.zone())) + " – "
                + LOCAL.format(program.slot().end().atZone(schedule.zone())) + " " + schedule.zone().getId();
    }

    private static void link(XmlOut out, String relation, String target, String type) throws XMLStreamException {
        out.element("link", () -> {
            out.attribute("rel", relation);
            out.attribute("href", target);
            out.attribute("type", type);
        });
    }
}
