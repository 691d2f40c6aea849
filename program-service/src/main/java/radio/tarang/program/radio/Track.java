package radio.tarang.program.radio;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** A song as far as the rotation goes. @param inactiveSince when it was taken out of the catalogue; null while it is in it */
record Track(UUID id, int seconds, @Nullable Instant inactiveSince) {
    boolean isOutAt(Instant instant) {
        return inactiveSince != null && !inactiveSince.isAfter(instant);
    }
}
