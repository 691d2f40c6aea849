package radio.tarang.program.importing;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.program.BulkPrograms.Outcome;
import radio.tarang.program.BulkPrograms.Wish;
import radio.tarang.program.Findings;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.Slot;

/** XMLTV: its channels are stations, its programmes are programmes. */
final class XmltvSource implements ImportSource<Airing> {
    @Component
    static class Opener implements ImportSource.Opener {
        private final ImportChannels channels;
        private final AiringWriter writer;

        Opener(ImportChannels channels, AiringWriter writer) {
            this.channels = channels;
            this.writer = writer;
        }

        @Override
        public ImportFormat format() {
            return ImportFormat.XMLTV;
        }

        @Override
        public ImportSource<?> open(ImportJob job, Supplier<InputStream> content) throws Unreadable {
            return new XmltvSource(new XmltvReader(content.get()),
                    channels.directory(job.stationId(), job.createStations()), writer);
        }
    }

    private final XmltvReader xmltv;
    private final ImportChannels.Directory directory;
    private final AiringWriter writer;
    private final AiringRows rows = new AiringRows();
    private final Map<String, XmltvItem.Broadcast> withoutStop = new LinkedHashMap<>();
    /** Known in full and not handed out yet. */
    private final Deque<XmltvItem.Broadcast> complete = new ArrayDeque<>();

    private XmltvSource(XmltvReader xmltv, ImportChannels.Directory directory, AiringWriter writer) {
        this.xmltv = xmltv;
        this.directory = directory;
        this.writer = writer;
    }

    @Override
    public @Nullable ImportRow<Airing> next() throws Unreadable {
        while (complete.isEmpty()) {
            switch (xmltv.next()) {
                case XmltvItem.Channel channel -> directory.declare(channel);
                case XmltvItem.Broadcast broadcast -> take(broadcast);
                case null -> {
                    if (withoutStop.isEmpty()) {
                        return null;
                    }
                    complete.addAll(withoutStop.values());
                    withoutStop.clear();
                }
            }
        }
        return row(complete.remove());
    }

    /** XMLTV lets a programme go without a stop time: then it lasts until the next one of its channel. */
    private void take(XmltvItem.Broadcast broadcast) {
        String channel = String.valueOf(broadcast.channel());
        XmltvItem.Broadcast open = withoutStop.remove(channel);
        if (open != null) {
            complete.add(open.endingAt(broadcast.start()));
        }
        if (broadcast.stop() == null) {
            withoutStop.put(channel, broadcast);
        } else {
            complete.add(broadcast);
        }
    }

    private ImportRow<Airing> row(XmltvItem.Broadcast broadcast) {
        String item = item(broadcast);
        Optional<UUID> station = directory.station(broadcast.channel());
        if (station.isEmpty()) {
            return rows.unmapped(broadcast.line(), item, broadcast.channel());
        }
        Findings findings = new Findings();
        Slot slot = slot(broadcast, findings);
        ProgramDetails details = details(broadcast, findings);
        if (slot == null || !findings.isEmpty()) {
            return AiringRows.wrong(broadcast.line(), item, findings, "start", "stop");
        }
        return rows.row(broadcast.line(), item, station.get(),
                new Wish(Decorations.ownId(broadcast.ownId()), details, slot));
    }

    private static @Nullable Slot slot(XmltvItem.Broadcast broadcast, Findings findings) {
        Instant start = time("start", broadcast.start(), findings);
        Instant stop = time("stop", broadcast.stop(), findings);
        if (start == null || stop == null) {
            return null;
        }
        Slot slot = new Slot(start, stop);
        slot.check(findings);
        return slot;
    }

    private static @Nullable Instant time(String field, @Nullable String text, Findings findings) {
        Optional<Instant> time = text == null ? Optional.empty() : XmltvTime.parse(text);
        if (time.isEmpty()) {
            findings.add(field, text == null
                    ? "is missing"
                    : "is no time like 20260131183000 +0530: '" + ImportRow.shortened(text) + "'");
        }
        return time.orElse(null);
    }

    private static ProgramDetails details(XmltvItem.Broadcast b, Findings findings) {
        String description = b.subTitle() == null || b.description() == null
                ? b.subTitle() == null ? b.description() : b.subTitle()
                : b.subTitle() + "\n" + b.description();
        String hosts = b.presenters().isEmpty() ? null : String.join(", ", b.presenters());
        List<String> categories = b.categories();
        List<String> more = categories.subList(Math.min(1, categories.size()), categories.size());
        return ProgramDetails.checked(b.title(), description, categories.isEmpty() ? null : categories.getFirst(),
                hosts, null, Decorations.language(b.language()), Decorations.picture(b.icon()),
                Decorations.tags(Stream.concat(more.stream(), b.keywords().stream()).toList()), b.externalId(),
                findings);
    }

    private static String item(XmltvItem.Broadcast b) {
        return ImportRow.shortened(
                (b.channel() == null ? "?" : b.channel()) + " " + (b.start() == null ? "?" : b.start()) + " "
                        + (b.title() == null ? "" : b.title()));
    }

    @Override
    public List<Outcome> write(List<Airing> ready) {
        return writer.write(ready);
    }

    @Override
    public void close() {
        xmltv.close();
    }
}
