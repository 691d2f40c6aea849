package radio.tarang.program.importing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.BulkPrograms.Wish;
import radio.tarang.program.Findings;
import radio.tarang.program.Findings.Finding;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.Slot;
import radio.tarang.program.Text;

/**
 * Makes wishes of a file's rows, in their order, and knows which it has seen: a row said twice is one, and of two rows that mean the same programme but
 * differ the first counts. Without that, each import of such a file would change the programme to and fro.
 */
final class ImportRows {
    /** What became of a row before any programme was looked at. */
    sealed interface Row {
        record Ready(int line, String item, UUID stationId, Wish wish) implements Row {
        }

        record Duplicate() implements Row {
        }

        /** @param message null where it was said before, for the row's channel */
        record Bad(int line, String item, @Nullable String message) implements Row {
        }
    }

    /** Where a row was first seen, and what it said. */
    private record Seen(int line, Wish wish) {
    }

    private final ImportChannels.Directory directory;
    private final Map<List<Object>, Seen> seen = new HashMap<>();
    private final Map<String, Boolean> unknownChannels = new HashMap<>();

    ImportRows(ImportChannels.Directory directory) {
        this.directory = directory;
    }

    Row row(XmltvItem.Broadcast broadcast) {
        String item = item(broadcast);
        Optional<UUID> station = directory.station(broadcast.channel(), broadcast.line());
        if (station.isEmpty()) {
            return unmapped(broadcast, item);
        }
        Findings findings = new Findings();
        Slot slot = slot(broadcast, findings);
        ProgramDetails details = details(broadcast, findings);
        if (slot == null || !findings.isEmpty()) {
            return new Row.Bad(broadcast.line(), item, message(findings));
        }
        Wish wish = new Wish(ownId(broadcast), details, slot);
        Seen first = seen.putIfAbsent(identity(station.get(), wish), new Seen(broadcast.line(), wish));
        if (first == null) {
            return new Row.Ready(broadcast.line(), item, station.get(), wish);
        }
        return first.wish().equals(wish)
                ? new Row.Duplicate()
                : new Row.Bad(broadcast.line(), item, "This is the same programme as in line " + first.line()
                        + ", but differs; the first one counts.");
    }

    private Row unmapped(XmltvItem.Broadcast broadcast, String item) {
        String channel = broadcast.channel();
        if (channel == null) {
            return new Row.Bad(broadcast.line(), item, "The programme names no channel.");
        }
        boolean saidBefore = unknownChannels.put(channel, true) != null;
        return new Row.Bad(broadcast.line(), shortened(channel), saidBefore
                ? null
                : "No station has this channel's id or name; its programmes are left out. (createStations=true makes a station of it.)");
    }

    private static List<Object> identity(UUID station, Wish wish) {
        String externalId = wish.details().externalId();
        if (externalId != null) {
            return List.of(station, externalId);
        }
        return wish.id() != null
                ? List.of(station, wish.id())
                : List.of(station, wish.slot().start(), wish.details().title());
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
            findings.add(field,
                    text == null ? "is missing" : "is no time like 20260131183000 +0530: '" + shortened(text) + "'");
        }
        return time.orElse(null);
    }

    private static ProgramDetails details(XmltvItem.Broadcast b, Findings findings) {
        String description = b.subTitle() == null || b.description() == null
                ? b.subTitle() == null ? b.description() : b.subTitle()
                : b.subTitle() + "\n" + b.description();
        String hosts = b.presenters().isEmpty() ? null : String.join(", ", b.presenters());
        List<String> categories = b.categories();
        return ProgramDetails.checked(b.title(), description, categories.isEmpty() ? null : categories.getFirst(),
                hosts,
                null, decoration(Text::language, b.language()), decoration(Text::url, b.icon()), tags(categories),
                b.externalId(), findings);
    }

    /** A programme is not lost over its icon, its language tag or a tag: what is wrong with those is left out. */
    private static @Nullable String decoration(Check check, @Nullable String raw) {
        Findings findings = new Findings();
        String text = check.apply("", raw, findings);
        return findings.isEmpty() ? text : null;
    }

    private static List<@Nullable String> tags(List<String> categories) {
        List<@Nullable String> tags = new ArrayList<>();
        for (String category : categories.subList(Math.min(1, categories.size()), categories.size())) {
            String tag = decoration((field, raw, findings) -> Text.line(field, raw, 50, findings), category);
            if (tag != null) {
                tags.add(tag);
            }
        }
        return tags;
    }

    private interface Check {
        @Nullable
        String apply(String field, @Nullable String raw, Findings findings);
    }

    /** An id that is none of ours matches nothing, so it need not be looked up. */
    private static @Nullable UUID ownId(XmltvItem.Broadcast broadcast) {
        try {
            return broadcast.ownId() == null ? null : UUID.fromString(broadcast.ownId().strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String message(Findings findings) {
        StringBuilder message = new StringBuilder();
        for (Finding finding : findings.all()) {
            message.append(message.isEmpty() ? "" : "; ").append(finding.field()).append(' ').append(finding.message());
        }
        // The rules speak of our fields; the file's author knows them by the file's names.
        return message.append('.').toString().replace("scheduledStart", "start").replace("scheduledEnd", "stop");
    }

    private static String item(XmltvItem.Broadcast b) {
        return shortened((b.channel() == null ? "?" : b.channel()) + " " + (b.start() == null ? "?" : b.start()) + " "
                + (b.title() == null ? "" : b.title()));
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.codePointCount(0, line.length()) <= 120
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 120)) + "…";
    }
}
