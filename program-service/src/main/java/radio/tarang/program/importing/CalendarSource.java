package radio.tarang.program.importing;

import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import net.fortuna.ical4j.data.ParserException;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.BulkPrograms.Outcome;
import radio.tarang.program.BulkPrograms.Wish;
import radio.tarang.program.Findings;
import radio.tarang.program.Marks;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.importing.CalendarBlocks.Block;
import radio.tarang.program.importing.CalendarEvent.Occurrence;
import radio.tarang.program.importing.CalendarEvent.Window;

/**
 * iCalendar: every event is a programme, every occurrence of a recurring one within the window too. The file is read twice, because an event may name a
 * zone, and be changed by an event, that stands behind it.
 */
final class CalendarSource implements ImportSource<Airing> {
    /** Recurrences are computed from the day before the job was queued to this many days after, by the clock of the event's station. */
    static final int DAYS_AHEAD = 14;
    private static final int DAYS_BACK = 1;
    private static final long MAX_CANDIDATES = 20_000_000;
    private static final int MAX_CHANGED_OCCURRENCES = 100_000;

    private static final Pattern RECURRENCE_ID = Pattern.compile("^RECURRENCE-ID[;:]",
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    private final CalendarBlocks blocks;
    private final Instant now;
    private final ImportChannels.Directory directory;
    private final AiringWriter writer;
    private final RecurrenceBudget budget = new RecurrenceBudget(MAX_CANDIDATES);
    private final CalendarZones zones = new CalendarZones(budget);
    /** Of recurring events, by UID: the occurrences that have an event of their own, and that event as it names them. */
    private final Map<String, Set<CalendarFields>> changed = new HashMap<>();
    private int changes;
    private final AiringRows rows = new AiringRows();
    private final Deque<ImportRow<Airing>> ready = new ArrayDeque<>();

    CalendarSource(ImportJob job, Supplier<InputStream> content, ImportChannels.Directory directory,
            AiringWriter writer) throws Unreadable {
        this.now = job.createdAt();
        this.directory = directory;
        this.writer = writer;
        lookAhead(new CalendarBlocks(content.get()));
        this.blocks = new CalendarBlocks(content.get());
    }

    /** What any event may need to know, wherever it stands. A file that breaks off is read up to there, and says so the second time. */
    private void lookAhead(CalendarBlocks ahead) {
        try {
            for (Block block = ahead.next(); block != null; block = ahead.next()) {
                if (block.whole()) {
                    note(block);
                }
            }
        } catch (Unreadable e) {
            // said where it is read for good
        }
    }

    private void note(Block block) {
        boolean zone = block.name().equals("VTIMEZONE");
        if (!zone && !(block.name().equals("VEVENT") && RECURRENCE_ID.matcher(block.text()).find())) {
            return;
        }
        try {
            List<CalendarFields> components = CalendarFields.of(block);
            if (zone) {
                zones.define(components);
            } else if (++changes <= MAX_CHANGED_OCCURRENCES) {
                CalendarFields event = components.getFirst();
                CalendarFields kept = new CalendarFields(event.component(), event.all("RECURRENCE-ID"));
                CalendarEvent.uid(event).ifPresent(uid -> changed.computeIfAbsent(uid, _ -> new HashSet<>()).add(kept));
            }
        } catch (ParserException e) {
            // a bad event, which is reported in its turn; a bad zone is missed where a time names it
        }
    }

    @Override
    public @Nullable ImportRow<Airing> next() throws Unreadable {
        while (ready.isEmpty()) {
            Block block = blocks.next();
            if (block == null) {
                return null;
            }
            if (block.name().equals("VEVENT")) {
                take(block);
            }
        }
        return ready.remove();
    }

    private void take(Block block) {
        if (!block.whole()) {
            ready.add(new ImportRow.Bad<>(block.line(), "VEVENT", "The event is larger than any programme may be."));
            return;
        }
        CalendarFields fields;
        try {
            fields = CalendarFields.of(block).getFirst();
        } catch (ParserException e) {
            ready.add(new ImportRow.Bad<>(block.line(), "VEVENT", "The event is not well-formed: "
                    + ImportRow.shortened(String.valueOf(e.getMessage()))));
            return;
        }
        String item = item(fields);
        Optional<UUID> station = station(fields);
        if (station.isEmpty()) {
            ready.add(rows.unmapped(block.line(), item, channel(fields)));
            return;
        }
        try {
            take(block.line(), item, station.get(), fields);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException | RecurrenceBudget.Exceeded e) {
            ready.add(new ImportRow.Bad<>(block.line(), item, ImportRow.shortened(String.valueOf(e.getMessage()))));
        }
    }

    private void take(int line, String item, UUID station, CalendarFields fields) throws RecurrenceBudget.Exceeded {
        ZoneId zone = directory.zone(station);
        CalendarEvent event = new CalendarEvent(fields, zones, zone.getRules());
        LocalDate today = now.atZone(zone).toLocalDate();
        Window window = new Window(today.minusDays(DAYS_BACK).atStartOfDay(zone).toInstant(),
                today.plusDays(DAYS_AHEAD).atStartOfDay(zone).toInstant());
        for (Occurrence occurrence : event.occurrences(window, replaced(fields, zone), budget)) {
            Findings findings = new Findings();
            occurrence.slot().check(findings);
            ProgramDetails details = event.details(occurrence.recurrence(), findings);
            ready.add(findings.isEmpty()
                    ? rows.row(line, item, station, new Wish(occurrence.recurrence() == null ? event.ownId() : null,
                            details, occurrence.slot(), event.cancelled()))
                    : AiringRows.wrong(line, item, findings, "DTSTART", "DTEND"));
        }
    }

    private Set<Instant> replaced(CalendarFields fields, ZoneId zone) {
        Set<Instant> replaced = new HashSet<>();
        for (CalendarFields one : changed.getOrDefault(CalendarEvent.uid(fields).orElse(""), Set.of())) {
            try {
                new CalendarEvent(one, zones, zone.getRules()).recurrenceId().ifPresent(replaced::add);
            } catch (DateTimeException e) {
                // that event is in error itself
            }
        }
        return replaced;
    }

    private Optional<UUID> station(CalendarFields fields) {
        String channel = channel(fields);
        return directory.station(channel, names(fields), null);
    }

    private static @Nullable String channel(CalendarFields fields) {
        String station = fields.text(Marks.ICALENDAR_STATION);
        return station == null ? fields.text("LOCATION") : station;
    }

    private static List<String> names(CalendarFields fields) {
        String location = fields.text("LOCATION");
        return location == null ? List.of() : List.of(location);
    }

    private static String item(CalendarFields fields) {
        String start = fields.first("DTSTART").map(CalendarFields.Field::value).orElse("?");
        String title = fields.text("SUMMARY");
        return ImportRow.shortened(start + " " + (title == null ? "" : title));
    }

    @Override
    public List<Outcome> write(List<Airing> airings) {
        return writer.write(airings);
    }

    @Override
    public void close() {
        // the content belongs to whoever opened it
    }
}
