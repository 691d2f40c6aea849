package radio.tarang.notification;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one programme or station, as it is kept over a restart.
 *
 * @param time of the last event
 * @param json the public state; null once nobody may ask for it any more and only the sequence matters
 */
public record SavedSubject(String subject, int stateNumber, long sequence, Instant time, byte @Nullable [] json) {
    /** What changed since the last saving, and how far the topic had been read by then: one or neither is kept. */
    public record Changes(String epoch, List<SavedSubject> subjects, long[] positions) {
    }
}
