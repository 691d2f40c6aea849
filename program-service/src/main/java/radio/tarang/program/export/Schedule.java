package radio.tarang.program.export;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Program;
import radio.tarang.program.ProgramStatus;
import radio.tarang.program.Station;

/**
 * What a station has on in some range of time, without what was cancelled.
 *
 * @param zone the station's
 * @param programs what overlaps [from, to), by start
 * @param shortIds the number of each of them, of 24 bits
 */
record Schedule(Station station, ZoneId zone, Instant from, Instant to, List<Program> programs,
        Map<UUID, Integer> shortIds) {
    int shortId(Program program) {
        return Objects.requireNonNull(shortIds.get(program.id()));
    }

    /** When anything in it changed last; a document's time, so that the same schedule is the same bytes. */
    Instant changedAt() {
        return programs.stream().map(Program::updatedAt).max(Comparator.naturalOrder())
                .filter(newest -> newest.isAfter(station.updatedAt())).orElse(station.updatedAt());
    }

    /** When the clock changes something in it next; null if nothing is ahead. */
    @Nullable
    Instant nextBoundary(Instant now) {
        return programs.stream().filter(program -> !program.status().isFinal())
                .flatMap(program -> program.status() == ProgramStatus.LIVE
                        ? Stream.of(program.slot().end())
                        : Stream.of(program.slot().start()))
                .filter(boundary -> boundary.isAfter(now)).min(Comparator.naturalOrder()).orElse(null);
    }

    /** The station's first language. */
    @Nullable
    String language() {
        return station.languages().isEmpty() ? null : station.languages().getFirst();
    }
}
