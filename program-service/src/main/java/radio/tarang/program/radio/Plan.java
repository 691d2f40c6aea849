package radio.tarang.program.radio;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a stream plays, turn after turn from the anchor on. It never changes; asked for later instants it answers a plan that goes on from it.
 *
 * @param anchor when the first turn begins
 * @param lastPicked the song behind which the rotation goes on after the last turn
 */
record Plan(Instant anchor, UUID lastPicked, List<Turn> turns) {
    /** One song's place in the plan. @param seconds how long it lasts, as it was when it was planned */
    record Turn(Track track, int seconds, boolean byHand) {
    }

    /** A turn and when it is. */
    record Airing(Turn turn, Instant startedAt, Instant endsAt) {
        UUID song() {
            return turn.track().id();
        }
    }

    /** How many songs are shown behind the one that plays. */
    static final int QUEUE = 5;
    /** Songs put in front by hosts that wait at once. */
    static final int MAX_BY_HAND = 20;
    /** Planned at a time, so that of twenty songs one reader has to write something down. */
    private static final int AHEAD = 20;
    /** A replica whose clock is a little behind still finds what has just ended. */
    private static final Duration KEPT = Duration.ofMinutes(1);
    /** Every stream began here, so that what it plays does not depend on who asked first. */
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    Plan {
        turns = List.copyOf(turns);
    }

    static Plan beginning() {
        return new Plan(BEGINNING, new UUID(0, 0), List.of());
    }

    /** Every turn that takes place: a song that was taken out of the catalogue before its turn came has none. */
    List<Airing> airings() {
        List<Airing> airings = new ArrayList<>();
        Instant at = anchor;
        for (Turn turn : turns) {
            if (!turn.track().isOutAt(at)) {
                Instant end = at.plusSeconds(turn.seconds());
                airings.add(new Airing(turn, at, end));
                at = end;
            }
        }
        return airings;
    }

    /** What plays at that instant and everything planned behind it; empty beyond the plan. */
    List<Airing> from(Instant now) {
        return airings().stream().filter(airing -> airing.endsAt().isAfter(now)).toList();
    }

    /** Whether all that is shown now is written down, as the songs are now. */
    boolean isSettled(Instant now) {
        List<Airing> ahead = from(now);
        return ahead.size() > QUEUE && airings().size() == turns.size() && ahead.stream().skip(1)
                .allMatch(airing -> airing.turn().seconds() == airing.turn().track().seconds());
    }

    /**
     * The plan with what plays now kept as it is, what follows as the songs are now, and enough behind it. If all of it is over, the rotation went on without
     * anybody looking, and still does.
     */
    Plan renewed(Instant now, Rotation rotation) {
        List<Turn> kept = new ArrayList<>();
        Instant start = anchor;
        for (Airing airing : airings()) {
            Track track = airing.turn().track();
            if (!airing.endsAt().isAfter(now.minus(KEPT))) {
                start = airing.endsAt();
            } else if (!airing.startedAt().isAfter(now)) {
                kept.add(airing.turn());
            } else {
                kept.add(new Turn(track, track.seconds(), airing.turn().byHand()));
            }
        }
        Plan rest = new Plan(start, lastPicked, kept);
        if (rotation.isEmpty() && rest.from(now).isEmpty()) {
            // Seen to play nothing: whatever comes later begins later.
            return new Plan(start.isAfter(now) ? start : now.truncatedTo(ChronoUnit.MILLIS), lastPicked, List.of());
        }
        return kept.isEmpty() ? resumed(start, now, rotation) : rest.extended(now, rotation);
    }

    /** Nothing of the plan is left: as many whole rounds as went by are passed over at once, the rest turn by turn. */
    private Plan resumed(Instant end, Instant now, Rotation rotation) {
        long rounds = Math.max(0, Duration.between(end, now).toSeconds() / rotation.roundSeconds());
        Instant start = end.plusSeconds(rounds * rotation.roundSeconds());
        UUID picked = lastPicked;
        Track next = rotation.after(picked);
        while (!start.plusSeconds(next.seconds()).isAfter(now)) {
            start = start.plusSeconds(next.seconds());
            picked = next.id();
            next = rotation.after(picked);
        }
        return new Plan(start, picked, List.of()).extended(now, rotation);
    }

    private Plan extended(Instant now, Rotation rotation) {
        List<Turn> longer = new ArrayList<>(turns);
        Instant end = anchor.plusSeconds(turns.stream().mapToLong(Turn::seconds).sum());
        UUID picked = lastPicked;
        int ahead = from(now).size();
        while (ahead <= AHEAD && !rotation.isEmpty()) {
            Track next = rotation.after(picked);
            longer.add(new Turn(next, next.seconds(), false));
            picked = next.id();
            end = end.plusSeconds(next.seconds());
            if (end.isAfter(now)) {
                ahead++;
            }
        }
        return new Plan(anchor, picked, longer);
    }

    /** What plays now ends now, and everything behind it comes earlier. */
    Plan skipped(Instant now) {
        List<Turn> rest = from(now).stream().skip(1).map(Airing::turn).toList();
        return new Plan(now.truncatedTo(ChronoUnit.MILLIS), lastPicked, rest);
    }

    /** The song comes next, behind others that were put there by hand; empty if too many of them wait. One that waits already is not put there again. */
    Optional<Plan> queued(Track song, Instant now) {
        List<Airing> ahead = from(now);
        int place = turns.size() - Math.max(0, ahead.size() - 1);
        int byHand = 0;
        while (place < turns.size() && turns.get(place).byHand()) {
            if (turns.get(place).track().id().equals(song.id())) {
                return Optional.of(this);
            }
            place++;
            byHand++;
        }
        if (byHand >= MAX_BY_HAND) {
            return Optional.empty();
        }
        List<Turn> longer = new ArrayList<>(turns);
        longer.add(place, new Turn(song, song.seconds(), true));
        return Optional.of(new Plan(anchor, lastPicked, longer));
    }
}
