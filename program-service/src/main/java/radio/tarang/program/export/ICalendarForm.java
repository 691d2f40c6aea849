package radio.tarang.program.export;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.ComponentList;
import net.fortuna.ical4j.model.Parameter;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.PropertyList;
import net.fortuna.ical4j.model.TextList;
import net.fortuna.ical4j.model.component.CalendarComponent;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.parameter.Language;
import net.fortuna.ical4j.model.parameter.Value;
import net.fortuna.ical4j.model.parameter.XParameter;
import net.fortuna.ical4j.model.property.Categories;
import net.fortuna.ical4j.model.property.Created;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.Image;
import net.fortuna.ical4j.model.property.LastModified;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.Name;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.RefreshInterval;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.XProperty;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableStatus;
import net.fortuna.ical4j.model.property.immutable.ImmutableTransp;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import radio.tarang.program.Marks;
import radio.tarang.program.Program;
import radio.tarang.program.ProgramDetails;

/**
 * iCalendar: every programme an event of its own, in UTC. Its SEQUENCE is our version, its DTSTAMP the moment it became so: asked twice, the answer is
 * the same, and a calendar that keeps both knows which is newer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5545">RFC 5545</a> and <a href="https://www.rfc-editor.org/rfc/rfc7986">RFC 7986</a>
 */
@Component
@Order(1)
class ICalendarForm implements ScheduleForm {
    private static final MediaType TYPE = new MediaType("text", "calendar", StandardCharsets.UTF_8);
    /** As far as recurring shows are generated: who subscribes plans the coming two weeks. */
    private static final int DAYS_AHEAD = 14;
    /** How often a subscriber's calendar is to ask again. */
    private static final Duration REFRESH = Duration.ofHours(1);

    @Override
    public String suffix() {
        return "ics";
    }

    @Override
    public MediaType type() {
        return TYPE;
    }

    @Override
    public int daysAhead() {
        return DAYS_AHEAD;
    }

    @Override
    public byte[] write(Schedule schedule) {
        List<Property> head = List.of(new ProdId("-//Tarang//program-service//EN"), ImmutableVersion.VERSION_2_0,
                ImmutableCalScale.GREGORIAN, new Name(schedule.station().name()),
                new XProperty("X-WR-CALNAME", schedule.station().name()),
                new RefreshInterval(parameters(Value.DURATION), REFRESH),
                new XProperty("X-PUBLISHED-TTL", REFRESH.toString()));
        List<CalendarComponent> events = new ArrayList<>();
        schedule.programs().forEach(program -> events.add(event(schedule, program)));
        Calendar calendar = new Calendar(new PropertyList(head), new ComponentList<>(events));
        return OctetFolding.fold(calendar.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private static VEvent event(Schedule schedule, Program program) {
        ProgramDetails details = program.details();
        Instant changed = seconds(program.updatedAt());
        ParameterList language = language(details.language());
        List<Property> properties = new ArrayList<>(List.of(
                new Uid(Marks.uid(program.id(), details.externalId())), new DtStamp(changed),
                new Created(seconds(program.createdAt())), new LastModified(changed),
                new Sequence((int) Math.min(program.version(), Integer.MAX_VALUE)),
                new DtStart<>(seconds(program.slot().start())), new DtEnd<>(seconds(program.slot().end())),
                new Summary(language, details.title()), ImmutableStatus.VEVENT_CONFIRMED, ImmutableTransp.TRANSPARENT,
                new Location(schedule.station().name())));
        if (details.description() != null) {
            properties.add(new Description(language, details.description()));
        }
        if (details.category() != null) {
            properties.add(new Categories(new TextList(List.of(details.category()))));
        }
        if (!details.tags().isEmpty()) {
            properties.add(new Categories(parameters(new XParameter(Marks.ICALENDAR_KIND, Marks.ICALENDAR_TAGS)),
                    new TextList(details.tags())));
        }
        if (details.imageUrl() != null) {
            properties.add(new Image(parameters(Value.URI), details.imageUrl()));
        }
        if (details.hostName() != null) {
            properties.add(new XProperty(Marks.ICALENDAR_HOST, details.hostName()));
        }
        properties.add(new XProperty(Marks.ICALENDAR_STATION, Marks.channel(schedule.station())));
        properties.add(new XProperty(Marks.ICALENDAR_OWN_ID, program.id().toString()));
        return new VEvent(new PropertyList(properties));
    }

    /** The format knows no fractions. */
    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    private static ParameterList language(@Nullable String language) {
        return language == null ? new ParameterList() : parameters(new Language(language));
    }

    private static ParameterList parameters(Parameter parameter) {
        return new ParameterList(List.of(parameter));
    }
}
