package radio.tarang.program;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Programmes by the hundred, as files and generators bring them: each is matched with what the station has, and created, updated or left alone. Saying
 * the same again changes nothing; nothing is refused for an overlap. Keep a transaction at {@link #BATCH_ROWS}, take its stations in the order of their
 * ids (their locks are held to its end), and ask {@link BulkPace} before it.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class BulkPrograms {
    public static final int BATCH_ROWS = 500;

    /**
     * How a programme should be. What the details leave out stays as it is.
     *
     * @param id ours, where the source knows it
     * @param cancelled it is not broadcast: what is there is cancelled, what is not there is not made
     */
    public record Wish(@Nullable UUID id, ProgramDetails details, Slot slot, boolean cancelled) {
        public Wish(@Nullable UUID id, ProgramDetails details, Slot slot) {
            this(id, details, slot, false);
        }
    }

    public enum Kind {
        CREATED, UPDATED, UNCHANGED, REFUSED
    }

    /**
     * What became of a wish.
     *
     * @param overlapping it was written, and shares air time with another programme of the station
     * @param reason why it was refused, else empty
     */
    public record Outcome(Kind kind, boolean overlapping, String reason) {
    }

    private record Step(Kind kind, @Nullable ProgramEvent event, String reason) {
        static final Step UNCHANGED = new Step(Kind.UNCHANGED, null, "");

        Outcome outcome(StationSchedule schedule) {
            return new Outcome(kind, event != null && event.program().status() != ProgramStatus.CANCELLED
                    && schedule.overlaps(event.program()), reason);
        }
    }

    private final Programs programs;
    private final Stations stations;
    private final Ids ids;

    BulkPrograms(Programs programs, Stations stations, Ids ids) {
        this.programs = programs;
        this.stations = stations;
        this.ids = ids;
    }

    /**
     * One outcome per wish, in their order. A wish matches by external id, else by our id, else by start and title. What is over already is recorded as
     * ended and never starts.
     *
     * @throws Refusal if the station is gone, or somebody changed a programme between our look and our write: repeat the transaction
     */
    public List<Outcome> write(UUID stationId, List<Wish> wishes, Instant now) {
        StationRef station = stations.lock(stationId)
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_STATION, stationId.toString())).ref();
        StationSchedule schedule = StationSchedule.around(wishes, stationId, programs);
        List<Step> steps = new ArrayList<>(wishes.size());
        for (Wish wish : wishes) {
            Step step = step(wish, station, schedule, now);
            if (step.event() != null) {
                schedule.put(step.event().program());
            }
            steps.add(step);
        }
        programs.add(events(steps, Kind.CREATED));
        events(steps, Kind.UPDATED).forEach(programs::save);
        return steps.stream().map(step -> step.outcome(schedule)).toList();
    }

    private Step step(Wish wish, StationRef station, StationSchedule schedule, Instant now) {
        Program existing = schedule.match(wish);
        if (wish.cancelled() && (existing == null || existing.status().isFinal())) {
            return Step.UNCHANGED;
        }
        if (existing == null) {
            UUID id = ids.next(station.stateId(), now);
            return new Step(Kind.CREATED, wish.slot().isOverAt(now)
                    ? Program.recordEnded(id, station, wish.details(), wish.slot(), now)
                    : Program.schedule(id, station, wish.details(), wish.slot(), now), "");
        }
        if (wish.cancelled()) {
            return new Step(Kind.UPDATED, existing.cancel(now), "");
        }
        Slot slot = heldTo(wish.slot(), existing.slot());
        if (existing.status() == ProgramStatus.SCHEDULED && slot.isOverAt(now) && !slot.equals(existing.slot())) {
            return new Step(Kind.REFUSED, null,
                    "The programme has not been on air yet and would be over already: cancel it instead.");
        }
        try {
            ProgramEvent revised = existing.revise(filled(wish.details(), existing.details()), slot, now);
            return revised == null ? Step.UNCHANGED : new Step(Kind.UPDATED, revised, "");
        } catch (Refusal e) {
            return new Step(Kind.REFUSED, null, String.valueOf(e.getMessage()));
        }
    }

    /** Files speak of whole seconds: one that says what we have, as far as it can, says nothing new. */
    private static Slot heldTo(Slot said, Slot known) {
        return said.equals(known.inWholeSeconds()) ? known : said;
    }

    /** What a source does not say is no statement that it is not so. */
    private static ProgramDetails filled(ProgramDetails said, ProgramDetails known) {
        return new ProgramDetails(said.title(), either(said.description(), known.description()),
                either(said.category(), known.category()),
                either(said.hostName(), known.hostName()), either(said.hostId(), known.hostId()),
                either(said.language(), known.language()),
                either(said.imageUrl(), known.imageUrl()), said.tags().isEmpty() ? known.tags() : said.tags(),
                either(said.externalId(), known.externalId()));
    }

    private static @Nullable String either(@Nullable String said, @Nullable String known) {
        return said == null ? known : said;
    }

    private static List<ProgramEvent> events(List<Step> steps, Kind kind) {
        List<ProgramEvent> events = new ArrayList<>();
        for (Step step : steps) {
            if (step.kind() == kind && step.event() != null) {
                events.add(step.event());
            }
        }
        return events;
    }
}
