package radio.tarang.program;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** What a programme carries of its station. A national station has no state. */
public record StationRef(UUID id, String name, @Nullable String stateId) {
}
