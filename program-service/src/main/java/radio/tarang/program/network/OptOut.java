package radio.tarang.program.network;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** One state's departure from a national programme. It never changes; a verb answers the event, with the opt-out as it is afterwards. */
record OptOut(UUID id, UUID programId, String stateId, Terms terms, Instant createdAt, Instant updatedAt,
        long version) {
    /**
     * What the state hears: another programme instead, or the same one in another language, later, or both. With none of these, nothing.
     *
     * @param replacement a programme of the state
     * @param language BCP 47
     */
    record Terms(@Nullable UUID replacement, @Nullable String language, @Nullable Integer delayMinutes) {
    }

    static OptOutEvent declare(UUID id, UUID programId, String stateId, Terms terms, Instant now) {
        return new OptOutEvent(OptOutEvent.Type.UPDATED,
                new OptOut(id, programId, stateId, terms, millis(now), millis(now), 1));
    }

    /** Null if it already is like that. */
    @Nullable
    OptOutEvent change(Terms newTerms, Instant now) {
        return newTerms.equals(terms)
                ? null
                : new OptOutEvent(OptOutEvent.Type.UPDATED,
                        new OptOut(id, programId, stateId, newTerms, createdAt, millis(now), version + 1));
    }

    OptOutEvent withdraw(Instant now) {
        return new OptOutEvent(OptOutEvent.Type.DELETED,
                new OptOut(id, programId, stateId, terms, createdAt, millis(now), version + 1));
    }

    private static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
