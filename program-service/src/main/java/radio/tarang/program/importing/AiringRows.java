package radio.tarang.program.importing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.BulkPrograms.Wish;
import radio.tarang.program.Findings;
import radio.tarang.program.Findings.Finding;

/**
 * Knows which programmes a file has named already: a row said twice is one, and of two rows that mean the same programme but differ the first counts.
 * Without that, each import of such a file would change the programme to and fro.
 */
final class AiringRows {
    /** Where a row was first seen, and what it said. */
    private record Seen(int line, Wish wish) {
    }

    private final Map<List<Object>, Seen> seen = new HashMap<>();
    private final Map<String, Boolean> unknownChannels = new HashMap<>();

    /** A row that is in order, as far as one can tell from the file. */
    ImportRow<Airing> row(int line, String item, UUID station, Wish wish) {
        Seen first = seen.putIfAbsent(identity(station, wish), new Seen(line, wish));
        if (first == null) {
            return new ImportRow.Ready<>(line, item, new Airing(station, wish));
        }
        return first.wish().equals(wish)
                ? new ImportRow.Duplicate<>()
                : new ImportRow.Bad<>(line, item, "This is the same programme as in line " + first.line()
                        + ", but differs; the first one counts.");
    }

    /** A row of a channel that is no station: explained once per channel. */
    ImportRow<Airing> unmapped(int line, String item, @Nullable String channel) {
        if (channel == null) {
            return new ImportRow.Bad<>(line, item, "The programme names no channel.");
        }
        boolean saidBefore = unknownChannels.put(channel, true) != null;
        return new ImportRow.Bad<>(line, ImportRow.shortened(channel), saidBefore
                ? null
                : "No station has this channel's id or name; its programmes are left out. (createStations=true makes a station of it.)");
    }

    /** @param startName what the file's author calls the start, @param endName and the end: our rules speak of our fields */
    static ImportRow<Airing> wrong(int line, String item, Findings findings, String startName, String endName) {
        StringBuilder message = new StringBuilder();
        for (Finding finding : findings.all()) {
            message.append(message.isEmpty() ? "" : "; ").append(finding.field()).append(' ').append(finding.message());
        }
        return new ImportRow.Bad<>(line, item, message.append('.').toString().replace("scheduledStart", startName)
                .replace("scheduledEnd", endName));
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
}
