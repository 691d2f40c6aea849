package radio.tarang.program.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import radio.tarang.program.ProgramDetails;
import radio.tarang.program.Slot;
import radio.tarang.program.StationRef;

/** A recurring show of one station. It never changes; a verb answers it as it is afterwards. */
record Schedule(UUID id, StationRef station, Show show, Instant createdAt, Instant updatedAt, long version) {
    static final int MAX_OF_STATION = 1000;
    static final int MAX_EXCEPTIONS = 400;

    /** What an editor says about it. @param active whether it is broadcast at all */
    record Show(ProgramDetails details, Recurrence recurrence, boolean active) {
    }

    /** A broadcast as it should be. @param occurrence the local date that names it */
    record Plan(LocalDate occurrence, Slot slot, ProgramDetails details) {
    }

    static Schedule open(UUID id, StationRef station, Show show, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return new Schedule(id, station, show, at, at, 1);
    }

    /** The same, if it already is like that. */
    Schedule revise(Show newShow, Instant now) {
        return newShow.equals(show)
                ? this
                : new Schedule(id, station, newShow, createdAt, now.truncatedTo(ChronoUnit.MILLIS), version + 1);
    }

    /** What is to be broadcast on these local dates, both inclusive. */
    List<Plan> plans(LocalDate from, LocalDate to) {
        return show.active() ? show.recurrence().between(from, to).stream().map(this::plan).toList() : List.of();
    }

    /** What is to become of one occurrence; empty if it is not broadcast. */
    Optional<Plan> plan(LocalDate occurrence) {
        return show.active() ? show.recurrence().on(occurrence).map(this::plan) : Optional.empty();
    }

    private Plan plan(Recurrence.Airing airing) {
        Deviation deviation = airing.deviation();
        return new Plan(airing.occurrence(), airing.slot(),
                deviation == null ? show.details() : deviation.applyTo(show.details()));
    }
}
