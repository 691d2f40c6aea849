package radio.tarang.program.running;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import radio.tarang.program.Given;
import radio.tarang.program.Program;
import radio.tarang.program.Slot;
import radio.tarang.program.running.WhatFollows.Move;

import static org.assertj.core.api.Assertions.assertThat;

/** Minutes after noon, when the programme before all these was to end. */
class WhatFollowsTests {
    private static Instant at(long minutes) {
        return Given.NOON.plus(Duration.ofMinutes(minutes));
    }

    private static Program program(long from, long to) {
        return Program.schedule(UUID.randomUUID(), Given.PUNE, Given.details(from + "–" + to),
                new Slot(at(from), at(to)), Given.NOON).program();
    }

    private static List<String> told(List<Move> moves) {
        return moves.stream().map(move -> move.program().details().title() + " → " + minutes(move.slot().start()) + "–"
                + minutes(move.slot().end())).toList();
    }

    private static long minutes(Instant instant) {
        return Duration.between(Given.NOON, instant).toMinutes();
    }

    private static List<String> shifted(long over, Program... programs) {
        return told(new WhatFollows(Given.NOON, List.of(programs)).shifted(at(over)));
    }

    private static List<String> trimmed(long over, Program... programs) {
        return told(new WhatFollows(Given.NOON, List.of(programs)).trimmed(at(over)));
    }

    @Test
    void whatFollowsMovesAsAWhole() {
        assertThat(shifted(12, program(0, 30), program(30, 60))).containsExactly("0–30 → 12–42", "30–60 → 42–72");
    }

    @Test
    void gapsTakeUpTheDelayUntilNoneIsLeft() {
        assertThat(shifted(12, program(0, 30), program(35, 60), program(67, 90), program(90, 100)))
                .containsExactly("0–30 → 12–42", "35–60 → 42–67");
        assertThat(shifted(12, program(12, 30))).isEmpty();
        assertThat(shifted(12)).isEmpty();
    }

    @Test
    void whatSharedAirTimeGoesAlongAndSharesAsMuchAsBefore() {
        assertThat(shifted(10, program(0, 30), program(20, 50), program(50, 60)))
                .containsExactly("0–30 → 10–40", "20–50 → 30–60", "50–60 → 60–70");
    }

    @Test
    void aLongOneReachesOverAShortOneThatItHadBesideIt() {
        assertThat(shifted(10, program(0, 60), program(20, 30), program(55, 70), program(75, 80)))
                .containsExactly("0–60 → 10–70", "20–30 → 30–40", "55–70 → 65–80", "75–80 → 80–85");
    }

    @Test
    void trimmingTakesTheBeginningOfWhateverIsInTheWay() {
        assertThat(trimmed(12, program(0, 30), program(30, 60))).containsExactly("0–30 → 12–30");
        assertThat(trimmed(12, program(0, 30), program(10, 40), program(12, 50)))
                .containsExactly("0–30 → 12–30", "10–40 → 12–40");
        assertThat(trimmed(12, program(12, 30))).isEmpty();
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    /** Any schedule, with gaps and overlaps, on and off the hour: what a listener would notice never happens. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shiftingMakesNoOverlapAndNoneGreater(int seed) {
        Random random = new Random(seed);
        Program running = program(-60, 0);
        List<Program> earlier = List.of(program(-30, random.nextInt(60)), program(-10, random.nextInt(60)));
        List<Program> following = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            int start = random.nextInt(200);
            following.add(program(start, start + 1L + random.nextInt(60)));
        }
        following.sort(Comparator.comparing(program -> program.slot().start()));
        Instant newEnd = at(1 + random.nextInt(90));

        List<Move> moves = new WhatFollows(Given.NOON, following).shifted(newEnd);

        Map<Program, Slot> after = new HashMap<>();
        following.forEach(program -> after.put(program, program.slot()));
        moves.forEach(move -> after.put(move.program(), move.slot()));
        assertThat(moves).allSatisfy(move -> {
            assertThat(move.slot().start()).isAfter(move.program().slot().start());
            assertThat(length(move.slot())).isEqualTo(length(move.program().slot()));
        });
        assertThat(moves.stream().map(Move::program)).containsExactlyElementsOf(following.subList(0, moves.size()));
        Slot longer = new Slot(running.slot().start(), newEnd);
        for (Move move : moves) {
            assertThat(after.entrySet()).as("what pushes it").anyMatch(
                    other -> pushes(other.getKey(), other.getValue(), move) || pushes(running, longer, move));
        }
        for (Program one : following) {
            assertThat(shared(longer, after.getOrDefault(one, one.slot()))).isZero();
            for (Program other : earlier) {
                assertThat(shared(other.slot(), after.getOrDefault(one, one.slot())))
                        .isLessThanOrEqualTo(shared(other.slot(), one.slot()));
            }
            for (Program other : following) {
                assertThat(shared(after.getOrDefault(one, one.slot()), after.getOrDefault(other, other.slot())))
                        .isLessThanOrEqualTo(shared(one.slot(), other.slot()));
            }
        }
    }

    /** Right up to where it begins now; or along with it, where they shared air time. */
    private static boolean pushes(Program other, Slot after, Move move) {
        Slot before = move.program().slot();
        if (other.equals(move.program()) || other.slot().start().isAfter(before.start())) {
            return false;
        }
        return other.slot().end().isAfter(before.start())
                ? Duration.between(other.slot().end(), after.end()).equals(by(move))
                : after.end().equals(move.slot().start());
    }

    private static Duration by(Move move) {
        return Duration.between(move.program().slot().start(), move.slot().start());
    }

    private static Duration length(Slot slot) {
        return Duration.between(slot.start(), slot.end());
    }

    private static Duration shared(Slot one, Slot other) {
        Instant from = one.start().isAfter(other.start()) ? one.start() : other.start();
        Instant to = one.end().isBefore(other.end()) ? one.end() : other.end();
        return from.isBefore(to) ? Duration.between(from, to) : Duration.ZERO;
    }
}
