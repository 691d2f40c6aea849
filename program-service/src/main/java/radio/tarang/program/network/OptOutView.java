package radio.tarang.program.network;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/** An opt-out as editors see it. */
@JsonInclude(Include.NON_NULL)
record OptOutView(UUID id, UUID programId, String stateId, @Nullable UUID replacementProgramId,
        @Nullable String language, @Nullable Integer delayMinutes, Instant createdAt, Instant updatedAt,
        long version) {
    static OptOutView of(OptOut optOut) {
        OptOut.Terms terms = optOut.terms();
        return new OptOutView(optOut.id(), optOut.programId(), optOut.stateId(), terms.replacement(), terms.language(),
                terms.delayMinutes(), optOut.createdAt(), optOut.updatedAt(), optOut.version());
    }
}
