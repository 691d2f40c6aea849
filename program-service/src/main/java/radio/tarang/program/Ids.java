package radio.tarang.program;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** UUIDv7 (RFC 9562) with the state's number (0 = national) in the six low bits of {@code rand_a}, so that an id tells where its row lives. */
@Component
public class Ids {
    private static final int STATE_BITS = 6;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;

    private final SecureRandom random = new SecureRandom();
    private final States states;

    public Ids(States states) {
        this.states = states;
    }

    public UUID next(@Nullable String stateId, Instant now) {
        long randA = (long) random.nextInt(1 << (12 - STATE_BITS)) << STATE_BITS | states.number(stateId);
        long high = now.toEpochMilli() << 16 | 0x7000L | randA;
        long low = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** The number of the state an id was made for; 0 is national. */
    public static int stateNumber(UUID id) {
        return (int) id.getMostSignificantBits() & STATE_MASK;
    }
}
