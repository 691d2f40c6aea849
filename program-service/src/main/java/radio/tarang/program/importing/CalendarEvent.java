package radio.tarang.program.importing;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAmount;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import net.fortuna.ical4j.model.TemporalAmountAdapter;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.Findings;
import radio.tarang.program.Marks;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.Slot;
import radio.tarang.program.importing.CalendarFields.Field;

/** A VEVENT: what it is, when it is, and how often. */
final class CalendarEvent {
    /** One time an event takes place. @param recurrence which one of several, as its first plan said; null if there is but one */
    record Occurrence(Slot slot, @Nullable Instant recurrence) {
    }

    /** From when to when recurrences are computed. */
    record Window(Instant from, Instant to) {
    }

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);

    private final CalendarFields fields;
    private final CalendarZones zones;
    private final ZoneRules floating;

    /** @param floating the zone of times that name none */
    CalendarEvent(CalendarFields fields, CalendarZones zones, ZoneRules floating) {
        this.fields = fields;
        this.zones = zones;
        this.floating = floating;
    }

    static Optional<String> uid(CalendarFields fields) {
        return Optional.ofNullable(fields.text("UID")).map(String::strip).filter(uid -> !uid.isEmpty());
    }

    boolean cancelled() {
        return "CANCELLED".equalsIgnoreCase(String.valueOf(fields.text("STATUS")).strip());
    }

    /** Our id, where the file is one of ours. */
    @Nullable
    UUID ownId() {
        UUID carried = Decorations.ownId(fields.text(Marks.ICALENDAR_OWN_ID));
        return carried == null ? uid(fields).flatMap(Marks::ownId).orElse(null) : carried;
    }

    /** @param recurrence of the occurrence they are for */
    ProgramDetails details(@Nullable Instant recurrence, Findings findings) {
        List<String> categories = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (Field field : fields.all("CATEGORIES")) {
            (Marks.ICALENDAR_TAGS.equals(field.parameter(Marks.ICALENDAR_KIND)) ? tags : categories)
                    .addAll(field.texts().stream().filter(text -> !text.isBlank()).toList());
        }
        if (categories.size() > 1) {
            tags.addAll(0, categories.subList(1, categories.size()));
        }
        String language = fields.first("SUMMARY").map(field -> field.parameter("LANGUAGE")).orElse(null);
        return ProgramDetails.checked(title(), fields.text("DESCRIPTION"),
                categories.isEmpty() ? null : categories.getFirst(), fields.text(Marks.ICALENDAR_HOST), null,
                Decorations.language(language), Decorations.picture(image()), Decorations.tags(tags),
                externalId(recurrence), findings);
    }

    /** Who takes an event back need not say again what it was (RFC 5546 §3.2.5), and nothing is stored of it. */
    private @Nullable String title() {
        String summary = fields.text("SUMMARY");
        return summary == null && cancelled() ? "cancelled" : summary;
    }

    private @Nullable String externalId(@Nullable Instant recurrence) {
        return uid(fields).filter(uid -> Marks.ownId(uid).isEmpty())
                .map(uid -> recurrence == null ? uid : uid + "/" + STAMP.format(recurrence)).orElse(null);
    }

    private @Nullable String image() {
        return fields.first("IMAGE").or(() -> fields.all("ATTACH").stream()
                .filter(attached -> String.valueOf(attached.parameter("FMTTYPE")).startsWith("image/")).findFirst())
                .filter(picture -> !"BINARY".equals(picture.parameter("VALUE"))).map(Field::value).orElse(null);
    }

    /** Which occurrence of a recurring event this one stands for; empty if for none. @throws DateTimeException if it is no time */
    Optional<Instant> recurrenceId() {
        return fields.first("RECURRENCE-ID").map(field -> time(field, field.value()).instant());
    }

    /**
     * All its occurrences; of a recurring event those in the window, without the ones that have an event of their own.
     *
     * @throws DateTimeException if a time is none
     * @throws IllegalArgumentException if the rule is none
     */
    List<Occurrence> occurrences(Window window, Set<Instant> replaced, RecurrenceBudget budget)
            throws RecurrenceBudget.Exceeded {
        Field dtStart = fields.first("DTSTART").orElseThrow(() -> new DateTimeException("has no DTSTART"));
        CalendarTime start = time(dtStart, dtStart.value());
        if (fields.first("RECURRENCE-ID").isPresent()) {
            if (fields.first("RECURRENCE-ID").map(field -> field.parameter("RANGE")).isPresent()) {
                throw new DateTimeException("changes a range of occurrences, which is not supported");
            }
            return List.of(new Occurrence(slot(start, start.local()), recurrenceId().orElseThrow()));
        }
        List<Field> rules = fields.all("RRULE");
        List<Field> dates = fields.all("RDATE");
        if (rules.isEmpty() && dates.isEmpty()) {
            return List.of(new Occurrence(slot(start, start.local()), null));
        }
        Duration longest = Slot.LONGEST;
        LocalDateTime from = start.localAt(window.from().minus(longest));
        LocalDateTime to = start.localAt(window.to());
        Set<LocalDateTime> locals = new TreeSet<>();
        for (Field rule : rules) {
            locals.addAll(Recurrence.of(rule.value()).between(start, from, to, budget));
        }
        if (rules.isEmpty()) {
            locals.add(start.local());
        }
        for (Field field : dates) {
            for (String date : field.value().split(",")) {
                locals.add(start.localAt(time(field, date).instant()));
            }
        }
        Excluded excluded = excluded();
        return locals.stream().filter(local -> !excluded.covers(start.at(local)))
                .map(local -> new Occurrence(slot(start, local), start.at(local).instant()))
                .filter(one -> one.slot().end().isAfter(window.from()) && one.slot().start().isBefore(window.to()))
                .filter(one -> !replaced.contains(one.recurrence()))
                .sorted(Comparator.comparing((Occurrence one) -> one.slot().start()))
                .limit(Recurrence.MAX_OCCURRENCES).toList();
    }

    private record Excluded(Set<Instant> instants, Set<LocalDateTime> days) {
        boolean covers(CalendarTime time) {
            return instants.contains(time.instant()) || days.contains(time.local().toLocalDate().atStartOfDay());
        }
    }

    private Excluded excluded() {
        Excluded excluded = new Excluded(new HashSet<>(), new HashSet<>());
        for (Field field : fields.all("EXDATE")) {
            for (String text : field.value().split(",")) {
                CalendarTime time = time(field, text);
                if (time.day()) {
                    excluded.days().add(time.local());
                } else {
                    excluded.instants().add(time.instant());
                }
            }
        }
        return excluded;
    }

    /** An end that is said is a length in real time, a length in days is one on the wall clock (RFC 5545 §3.8.5.3). */
    private Slot slot(CalendarTime start, LocalDateTime local) {
        Instant begins = start.at(local).instant();
        Optional<Field> end = fields.first("DTEND");
        if (end.isPresent()) {
            CalendarTime first = time(end.get(), end.get().value());
            if (start.day()) {
                return new Slot(begins, start.at(local.plus(Duration.between(start.local(), first.local()))).instant());
            }
            return new Slot(begins, begins.plus(Duration.between(start.instant(), first.instant())));
        }
        Optional<Field> length = fields.first("DURATION");
        if (length.isEmpty()) {
            return new Slot(begins, start.day() ? start.at(local.plusDays(1)).instant() : begins);
        }
        TemporalAmount amount = TemporalAmountAdapter.parse(length.get().value().strip()).getDuration();
        return new Slot(begins, amount instanceof Period days
                ? start.at(local.plus(days)).instant()
                : begins.plus(Duration.from(amount)));
    }

    private CalendarTime time(Field field, String text) {
        String zone = field.parameter("TZID");
        try {
            return CalendarTime.parse(text, zone == null ? floating : zones.rules(zone));
        } catch (DateTimeException e) {
            throw new DateTimeException(field.name() + " " + e.getMessage(), e);
        }
    }
}
