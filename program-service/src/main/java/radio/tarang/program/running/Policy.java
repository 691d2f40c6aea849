package radio.tarang.program.running;

import java.util.Locale;
import java.util.Optional;

/** What becomes of the programmes after one that runs over. */
enum Policy {
    /** They begin later and keep their length, until a gap has taken up the delay. */
    SHIFT,
    /** Those in the way begin later and end as planned. */
    TRIM;

    static Optional<Policy> ofWord(String word) {
        for (Policy policy : values()) {
            if (policy.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
