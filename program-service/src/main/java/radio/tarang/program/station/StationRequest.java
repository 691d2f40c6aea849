package radio.tarang.program.station;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A station as an editor sends it. Without a state it is national. */
record StationRequest(@Nullable String name, @Nullable String stateId, @Nullable List<@Nullable String> languages,
        @Nullable String streamUrl, @Nullable String externalId) {
}
