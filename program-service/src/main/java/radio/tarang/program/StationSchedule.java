package radio.tarang.program;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.BulkPrograms.Wish;

/** What a locked station has around some wishes, found by all that a wish may be matched by. Kept up to date with what is written. */
final class StationSchedule {
    private record StartAndTitle(Instant start, String title) {
    }

    private final Map<UUID, Program> byId = new LinkedHashMap<>();
    private final Map<String, Program> byExternalId = new HashMap<>();
    private final Map<StartAndTitle, Program> byStartAndTitle = new HashMap<>();
    /** By start, so that overlaps are looked for only where they can be: no programme is longer than {@link Slot#LONGEST}. */
    private @Nullable TreeMap<Instant, List<Program>> byStart;

    private StationSchedule() {
    }

    static StationSchedule around(List<Wish> wishes, UUID stationId, Programs programs) {
        StationSchedule schedule = new StationSchedule();
        if (wishes.isEmpty()) {
            return schedule;
        }
        Instant from = wishes.stream().map(wish -> wish.slot().start()).min(Comparator.naturalOrder()).orElseThrow();
        Instant to = wishes.stream().map(wish -> wish.slot().end()).max(Comparator.naturalOrder()).orElseThrow();
        programs.ofStation(stationId, from, to).forEach(schedule::put);
        List<String> externalIds = wishes.stream().map(wish -> wish.details().externalId()).filter(Objects::nonNull)
                .distinct().toList();
        if (!externalIds.isEmpty()) {
            programs.ofStationByExternalId(stationId, externalIds).forEach(schedule::put);
        }
        wishes.stream().map(Wish::id).filter(Objects::nonNull).distinct().filter(id -> !schedule.byId.containsKey(id))
                .forEach(id -> programs.find(id).filter(program -> program.station().id().equals(stationId))
                        .ifPresent(schedule::put));
        return schedule;
    }

    @Nullable
    Program match(Wish wish) {
        String externalId = wish.details().externalId();
        Program match = externalId == null ? null : byExternalId.get(externalId);
        if (match == null && wish.id() != null) {
            match = byId.get(wish.id());
        }
        if (match == null) {
            match = byStartAndTitle.get(new StartAndTitle(wish.slot().start(), wish.details().title()));
        }
        return match;
    }

    /** A new or changed programme takes the place of what it was. */
    void put(Program program) {
        Program before = byId.put(program.id(), program);
        if (before != null) {
            byStartAndTitle.remove(startAndTitle(before), before);
        }
        byStartAndTitle.putIfAbsent(startAndTitle(program), program);
        String externalId = program.details().externalId();
        if (externalId != null) {
            byExternalId.put(externalId, program);
        }
        byStart = null;
    }

    /** Whether anything else that was not cancelled is on air at some moment of this programme. */
    boolean overlaps(Program program) {
        if (byStart == null) {
            byStart = sorted();
        }
        Instant earliest = program.slot().start().minus(Slot.LONGEST);
        return byStart.subMap(earliest, true, program.slot().end(), false).values().stream().flatMap(List::stream)
                .anyMatch(other -> !other.id().equals(program.id())
                        && other.slot().end().isAfter(program.slot().start()));
    }

    private TreeMap<Instant, List<Program>> sorted() {
        TreeMap<Instant, List<Program>> sorted = new TreeMap<>();
        for (Program program : byId.values()) {
            if (program.status() != ProgramStatus.CANCELLED) {
                sorted.merge(program.slot().start(), List.of(program),
                        (old, added) -> Stream.concat(old.stream(), added.stream()).toList());
            }
        }
        return sorted;
    }

    private static StartAndTitle startAndTitle(Program program) {
        return new StartAndTitle(program.slot().start(), program.details().title());
    }
}
