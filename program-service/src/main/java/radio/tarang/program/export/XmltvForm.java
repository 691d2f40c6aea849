package radio.tarang.program.export;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.xml.stream.XMLStreamException;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import radio.tarang.program.Marks;
import radio.tarang.program.Program;
import radio.tarang.program.ProgramDetails;

/**
 * XMLTV. Elements stand in the order its definition asks for; the ids stand in {@code episode-num}, where readers skip systems they do not know.
 *
 * @see <a href="https://github.com/XMLTV/xmltv/blob/master/xmltv.dtd">xmltv.dtd</a>
 */
@Component
@Order(2)
class XmltvForm implements ScheduleForm {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss xx")
            .withZone(ZoneOffset.UTC);

    @Override
    public String suffix() {
        return "xmltv";
    }

    @Override
    public MediaType type() {
        return new MediaType("application", "xmltv+xml");
    }

    @Override
    public byte[] write(Schedule schedule) {
        return XmlOut.document(out -> out.element("tv", () -> {
            out.attribute("source-info-name", Marks.AUTHORITY);
            out.attribute("generator-info-name", "Tarang");
            out.element("channel", () -> {
                out.attribute("id", Marks.channel(schedule.station()));
                lang(out, "display-name", schedule.station().name(), schedule.language());
                out.text("url", schedule.station().streamUrl());
            });
            for (Program program : schedule.programs()) {
                programme(out, schedule, program);
            }
        }));
    }

    private static void programme(XmlOut out, Schedule schedule, Program program) throws XMLStreamException {
        ProgramDetails details = program.details();
        out.element("programme", () -> {
            out.attribute("start", time(program.slot().start()));
            out.attribute("stop", time(program.slot().end()));
            out.attribute("channel", Marks.channel(schedule.station()));
            lang(out, "title", details.title(), details.language());
            lang(out, "desc", details.description(), details.language());
            if (details.hostName() != null) {
                out.element("credits", () -> out.text("presenter", details.hostName()));
            }
            out.text("category", details.category());
            for (String tag : details.tags()) {
                out.text("keyword", tag);
            }
            if (details.imageUrl() != null) {
                out.element("icon", () -> out.attribute("src", details.imageUrl()));
            }
            number(out, Marks.XMLTV_OWN_ID, program.id().toString());
            number(out, Marks.XMLTV_EXTERNAL_ID, details.externalId());
        });
    }

    private static void number(XmlOut out, String system, @Nullable String value) throws XMLStreamException {
        if (value != null) {
            out.element("episode-num", () -> {
                out.attribute("system", system);
                out.characters(value);
            });
        }
    }

    private static void lang(XmlOut out, String name, @Nullable String text, @Nullable String language)
            throws XMLStreamException {
        if (text != null) {
            out.element(name, () -> {
                out.attribute("lang", language);
                out.characters(text);
            });
        }
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
