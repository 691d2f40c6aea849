package radio.tarang.program;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A programme: one broadcast on one station. It never changes; a verb answers the event that happened, with the programme as it is afterwards, or
 * refuses. Saving that event is the only way into the store.
 *
 * @param occurrence which broadcast of a recurring show it is; null for a one-off
 * @param announced the slot listeners were promised, where overruns have moved it since; null if it is the slot
 * @param createdBy the editor's id; null if it came from a schedule, a file or the demo, or the editor has been erased
 */
public record Program(UUID id, StationRef station, @Nullable Occurrence occurrence, ProgramDetails details, Slot slot,
        @Nullable Slot announced, ProgramStatus status, @Nullable Instant actualStart, @Nullable Instant actualEnd,
        @Nullable UUID createdBy, Instant createdAt, Instant updatedAt, long version) {
    public static ProgramEvent schedule(UUID id, StationRef station, ProgramDetails details, Slot slot, Instant now) {
        return schedule(id, station, null, details, slot, null, now);
    }

    /** A one-off by an editor. */
    public static ProgramEvent schedule(UUID id, StationRef station, ProgramDetails details, Slot slot, UUID createdBy,
            Instant now) {
        return schedule(id, station, null, details, slot, createdBy, now);
    }

    /** @param occurrence which broadcast of a recurring show it is */
    public static ProgramEvent schedule(UUID id, StationRef station, Occurrence occurrence, ProgramDetails details,
            Slot slot, Instant now) {
        return schedule(id, station, occurrence, details, slot, null, now);
    }

    private static ProgramEvent schedule(UUID id, StationRef station, @Nullable Occurrence occurrence,
            ProgramDetails details, Slot slot, @Nullable UUID createdBy, Instant now) {
        return new ProgramEvent(ProgramEvent.Type.SCHEDULED,
                new Program(id, station, occurrence, details, slot, null, ProgramStatus.SCHEDULED, null, null,
                        createdBy,
                        millis(now), millis(now), 1));
    }

    /**
     * A programme that was over before we heard of it. It is stored as ended, never starts, and is told as an update, so that nobody announces an end
     * nobody waited for.
     */
    public static ProgramEvent recordEnded(UUID id, StationRef station, ProgramDetails details, Slot slot,
            Instant now) {
        if (!slot.isOverAt(now)) {
            throw new IllegalArgumentException("not over yet: " + slot);
        }
        return new ProgramEvent(ProgramEvent.Type.UPDATED,
                new Program(id, station, null, details, slot, null, ProgramStatus.ENDED, slot.start(), slot.end(), null,
                        millis(now), millis(now), 1));
    }

    public ProgramEvent start(Instant now) {
        return step(ProgramStatus.LIVE, millis(now), null, now);
    }

    public ProgramEvent end(Instant now) {
        return step(ProgramStatus.ENDED, actualStart, millis(now), now);
    }

    public ProgramEvent cancel(Instant now) {
        return step(ProgramStatus.CANCELLED, actualStart, status == ProgramStatus.LIVE ? millis(now) : null, now);
    }

    /**
     * What the clock asks of this programme now: nothing, its start, its end, or both in order when its whole slot went by unseen. In that case nobody
     * saw it on air, the schedule is all that is known, and its actual times are the scheduled ones.
     */
    public List<ProgramEvent> advance(Instant now) {
        if (status == ProgramStatus.SCHEDULED && slot.isOverAt(now)) {
            ProgramEvent started = step(ProgramStatus.LIVE, slot.start(), null, now);
            return List.of(started, started.program().step(ProgramStatus.ENDED, slot.start(), slot.end(), now));
        }
        if (status == ProgramStatus.SCHEDULED && slot.hasBegunAt(now)) {
            return List.of(start(now));
        }
        if (status == ProgramStatus.LIVE && slot.isOverAt(now)) {
            return List.of(end(now));
        }
        return List.of();
    }

    /** New texts, a new slot, or both; null if the programme already is like that. A new slot is a new plan: nothing is late by it. */
    public @Nullable ProgramEvent revise(ProgramDetails newDetails, Slot newSlot, Instant now) {
        if (newDetails.equals(details) && newSlot.equals(slot)) {
            return null;
        }
        if (status.isFinal() && !newSlot.equals(slot)) {
            throw Refusal.immutable("The times of a programme that is " + status.word() + " do not change.");
        }
        if (status == ProgramStatus.LIVE && !newSlot.start().equals(slot.start())) {
            throw Refusal.immutable("The start of a programme that is live does not change.");
        }
        return new ProgramEvent(ProgramEvent.Type.UPDATED,
                new Program(id, station, occurrence, newDetails, newSlot, newSlot.equals(slot) ? announced : null,
                        status,
                        actualStart, actualEnd, createdBy, createdAt, millis(now), version + 1));
    }

    /**
     * Its slot moves because something before it, or it itself, runs over: what was announced is remembered, so that listeners are told how late it is.
     * Null if it already is like that. What comes after has to be moved by whoever calls this.
     */
    public @Nullable ProgramEvent run(Slot newSlot, Instant now) {
        if (newSlot.equals(slot)) {
            return null;
        }
        if (status.isFinal()) {
            throw Refusal.immutable("The times of a programme that is " + status.word() + " do not change.");
        }
        if (status == ProgramStatus.LIVE && !newSlot.start().equals(slot.start())) {
            throw Refusal.immutable("The start of a programme that is live does not change.");
        }
        Slot plan = announced == null ? slot : announced;
        return new ProgramEvent(ProgramEvent.Type.UPDATED,
                new Program(id, station, occurrence, details, newSlot, newSlot.equals(plan) ? null : plan, status,
                        actualStart, actualEnd, createdBy, createdAt, millis(now), version + 1));
    }

    /** How much later than announced it starts; zero or less if it is on time. */
    public Duration delay() {
        return announced == null ? Duration.ZERO : Duration.between(announced.start(), slot.start());
    }

    public ProgramEvent delete(Instant now) {
        if (status == ProgramStatus.LIVE) {
            throw Refusal.programIsLive();
        }
        return new ProgramEvent(ProgramEvent.Type.DELETED,
                new Program(id, station, occurrence, details, slot, announced, status, actualStart, actualEnd,
                        createdBy, createdAt,
                        millis(now), version + 1));
    }

    private ProgramEvent step(ProgramStatus target, @Nullable Instant newActualStart, @Nullable Instant newActualEnd,
            Instant now) {
        ProgramEvent.Type type = status.edgeTo(target).orElseThrow(() -> Refusal.illegalTransition(status, target));
        return new ProgramEvent(type,
                new Program(id, station, occurrence, details, slot, announced, target, newActualStart, newActualEnd,
                        createdBy, createdAt, millis(now), version + 1));
    }

    /** The resolution of every instant we store or publish. */
    static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
