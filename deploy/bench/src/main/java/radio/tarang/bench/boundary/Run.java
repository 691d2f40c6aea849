package radio.tarang.bench.boundary;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** One programme's two boundaries and when each watcher first saw them. */
record Run(String stateId, String programId, Boundary start, Boundary end) {

    /** @param at the instant the programme was scheduled for */
    record Boundary(Instant at, Instant committed, Instant listed, Instant told) {

        long toDatabaseMillis() {
            return millis(committed);
        }

        long toListingMillis() {
            return millis(listed);
        }

        long toListenerMillis() {
            return millis(told);
        }

        private long millis(Instant seen) {
            return Duration.between(at, seen).toMillis();
        }
    }

    /** Looks every two milliseconds and answers when it first saw what it waits for. */
    static Instant firstSeen(String what, Supplier<Boolean> look) {
        Instant deadline = Instant.now().plusSeconds(20);
        while (!look.get()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(what + " was not seen within 20 s");
            }
            radio.tarang.faults.stage.Pace.millis(2);
        }
        return Instant.now();
    }
}
