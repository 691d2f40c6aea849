package radio.tarang.program;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** A radio station. Its state (none: the whole country) is fixed for life, because its events' partition follows from it. */
public record Station(UUID id, String name, @Nullable String stateId, List<String> languages,
        @Nullable String streamUrl,
        @Nullable String externalId, Instant createdAt, Instant updatedAt, long version) {
    public Station {
        languages = List.copyOf(languages);
    }

    public static StationEvent open(UUID id, String name, @Nullable String stateId, List<String> languages,
            @Nullable String streamUrl,
            @Nullable String externalId, Instant now) {
        return new StationEvent(StationEvent.Type.UPDATED,
                new Station(id, name, stateId, languages, streamUrl, externalId, Program.millis(now),
                        Program.millis(now), 1));
    }

    /** Null if the station already is like that. */
    public @Nullable StationEvent revise(String newName, List<String> newLanguages, @Nullable String newStreamUrl,
            @Nullable String newExternalId, Instant now) {
        if (newName.equals(name) && newLanguages.equals(languages) && Objects.equals(newStreamUrl, streamUrl)
                && Objects.equals(newExternalId, externalId)) {
            return null;
        }
        return new StationEvent(StationEvent.Type.UPDATED,
                new Station(id, newName, stateId, newLanguages, newStreamUrl, newExternalId,
                        createdAt, Program.millis(now), version + 1));
    }

    public StationEvent delete(Instant now) {
        return new StationEvent(StationEvent.Type.DELETED,
                new Station(id, name, stateId, languages, streamUrl, externalId, createdAt, Program.millis(now),
                        version + 1));
    }

    public StationRef ref() {
        return new StationRef(id, name, stateId);
    }
}
