package radio.tarang.program.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import java.util.function.Supplier;

import net.fortuna.ical4j.data.ParserException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.program.Marks;
import radio.tarang.program.Refusal;

/** Opens iCalendar files. A calendar knows nothing of stations: either the sender says which it is, or every event does. */
@Component
class CalendarOpener implements ImportSource.Opener {
    private final ImportChannels channels;
    private final AiringWriter writer;

    CalendarOpener(ImportChannels channels, AiringWriter writer) {
        this.channels = channels;
        this.writer = writer;
    }

    @Override
    public ImportFormat format() {
        return ImportFormat.ICALENDAR;
    }

    @Override
    public ImportSource<?> open(ImportJob job, Supplier<InputStream> content) throws Unreadable {
        return new CalendarSource(job, content, channels.directory(job.stationId(), job.createStations()), writer);
    }

    @Override
    public void check(ImportFile file, @Nullable UUID stationId) throws IOException {
        if (stationId != null) {
            return;
        }
        try (InputStream in = file.open()) {
            CalendarBlocks blocks = new CalendarBlocks(in);
            for (CalendarBlocks.Block block = blocks.next(); block != null; block = blocks.next()) {
                if (block.name().equals("VEVENT") && block.whole() && !namesStation(block)) {
                    throw Refusal.invalid("stationId", "is required: the event in line " + block.line()
                            + " says neither " + Marks.ICALENDAR_STATION + " nor LOCATION");
                }
            }
        } catch (Unreadable e) {
            // the job will say so, with what could be read before
        }
    }

    private static boolean namesStation(CalendarBlocks.Block block) {
        try {
            CalendarFields event = CalendarFields.of(block).getFirst();
            return event.text(Marks.ICALENDAR_STATION) != null || event.text("LOCATION") != null;
        } catch (ParserException e) {
            return true; // one bad event among others, which the job will report
        }
    }
}
