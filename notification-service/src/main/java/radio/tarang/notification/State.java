package radio.tarang.notification;

import org.jspecify.annotations.Nullable;

/**
 * A state of the country and where its events lie.
 *
 * @param number    1–36; 0 for what belongs to no state
 * @param partition of {@code program.events}; several states share one
 * @param id        ISO 3166-2:IN code without the prefix; null for what belongs to no state
 */
public record State(int number, int partition, @Nullable String id) {
    /** The place of national programmes: every state's listeners get them. */
    public static final State NATIONAL = new State(0, 0, null);

    public boolean national() {
        return number == 0;
    }
}
