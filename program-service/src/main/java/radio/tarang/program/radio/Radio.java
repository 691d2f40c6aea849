package radio.tarang.program.radio;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Refusal;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.audit.Audit;
import radio.tarang.program.radio.Plan.Airing;
import radio.tarang.program.radio.Rotations.Kept;
import radio.tarang.program.security.StateScope;
import radio.tarang.program.web.PathIds;

/** What streams play, and what hosts do about it. One at a time changes a stream's plan; whoever waited goes on from what is there then. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class Radio {
    /** Something a stream played, as the audit keeps it. */
    record Played(UUID songId, Instant startedAt) {
        static @Nullable Played of(Plan plan, Instant now) {
            Airing airing = plan.from(now).stream().findFirst().orElse(null);
            return airing == null ? null : new Played(airing.song(), airing.startedAt());
        }
    }

    private final Rotations rotations;
    private final Audit audit;
    private final Clock clock;

    Radio(Rotations rotations, Audit audit, Clock clock) {
        this.rotations = rotations;
        this.audit = audit;
        this.clock = clock;
    }

    /** Writes down what comes next, unless somebody else just did. */
    Kept settle(Stream stream, Instant now) {
        Plan plan = rotations.lock(stream);
        return plan.isSettled(now) ? kept(stream) : kept(stream, plan.renewed(now, rotations.rotation(stream)));
    }

    /** @param onlyIf the song that is to be skipped: if another one plays by now, nothing happens; null skips whatever plays */
    Kept next(Actor actor, Stream stream, @Nullable String onlyIf) {
        StateScope.require(actor.caller(), stream.stateId());
        UUID meant = onlyIf == null ? null : PathIds.parse(onlyIf).orElseThrow(Radio::noSong);
        Plan locked = rotations.lock(stream);
        Instant now = clock.instant();
        Rotation rotation = rotations.rotation(stream);
        Plan plan = locked.renewed(now, rotation);
        Played before = Played.of(plan, now);
        if (meant != null && (before == null || !before.songId().equals(meant))) {
            return kept(stream, plan);
        }
        Plan skipped = plan.skipped(now).renewed(now, rotation);
        audit.record(actor, "radio.next", stream.target(), stream.stateId(), before, Played.of(skipped, now));
        return kept(stream, skipped);
    }

    Kept queue(Actor actor, Stream stream, @Nullable String song) {
        StateScope.require(actor.caller(), stream.stateId());
        Plan locked = rotations.lock(stream);
        Instant now = clock.instant();
        Track track = Optional.ofNullable(song).flatMap(PathIds::parse).flatMap(rotations::active)
                .orElseThrow(Radio::noSong);
        Plan plan = locked.renewed(now, rotations.rotation(stream));
        Plan queued = plan.queued(track, now).orElseThrow(() -> new Refusal(Refusal.Reason.QUEUE_FULL,
                "At most " + Plan.MAX_BY_HAND + " songs wait in front of the rotation."));
        if (!queued.equals(plan)) {
            audit.record(actor, "radio.queue", stream.target(), stream.stateId(), null, new Queued(track.id()));
        }
        return kept(stream, queued);
    }

    private static Refusal noSong() {
        return Refusal.invalid("songId", "is not an active song");
    }

    /** What a host put in front, as the audit keeps it. */
    record Queued(UUID songId) {
    }

    private Kept kept(Stream stream, Plan plan) {
        rotations.save(stream, plan);
        return kept(stream);
    }

    private Kept kept(Stream stream) {
        return rotations.find(stream).orElseThrow();
    }
}
