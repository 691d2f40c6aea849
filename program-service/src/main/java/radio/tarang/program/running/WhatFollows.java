package radio.tarang.program.running;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import radio.tarang.program.Program;
import radio.tarang.program.Slot;

/**
 * The programmes of a station that begin when another ends or later, by start, and where they go when it ends later than that. Nothing begins earlier
 * than it did, the order stays, and what need not change is left out.
 *
 * @param end when the one before them was to end
 */
record WhatFollows(Instant end, List<Program> programs) {
    /** A programme and its new slot. */
    record Move(Program program, Slot slot) {
    }

    /** Something that ends so much later than it was to. */
    private record Delayed(Instant end, Duration by) {
        /**
         * How much later what begins at {@code start} has to begin: a gap in between takes up its length of the delay; what shared air time goes along,
         * so that it shares no more and no less.
         */
        Duration of(Instant start) {
            return start.isAfter(end) ? by.minus(Duration.between(end, start)) : by;
        }
    }

    /**
     * Each moves as a whole, as far as what it followed pushes it and no further. The first that need not move ends it: nothing behind it is reached
     * by what did not reach this one.
     */
    List<Move> shifted(Instant newEnd) {
        List<Delayed> delayed = new ArrayList<>(List.of(new Delayed(end, Duration.between(end, newEnd))));
        List<Move> moves = new ArrayList<>();
        for (Program program : programs) {
            Instant start = program.slot().start();
            Duration by = delayed.stream().map(one -> one.of(start)).max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            if (!by.isPositive()) {
                return moves;
            }
            moves.add(new Move(program, program.slot().later(by)));
            delayed.add(new Delayed(program.slot().end(), by));
        }
        return moves;
    }

    /** Whatever would begin before {@code newEnd} begins then, and ends as planned. Of what is over by then nothing is left: its slot is empty or less. */
    List<Move> trimmed(Instant newEnd) {
        return programs.stream().filter(program -> program.slot().start().isBefore(newEnd))
                .map(program -> new Move(program, new Slot(newEnd, program.slot().end()))).toList();
    }
}
