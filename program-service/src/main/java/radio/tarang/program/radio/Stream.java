package radio.tarang.program.radio;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Station;

/** A station's stream, or the platform's, which belongs to the whole country. */
record Stream(String key, @Nullable UUID stationId, @Nullable String stateId, List<String> languages) {
    static final Stream PLATFORM = new Stream("platform", null, null, List.of());
    private static final UUID NO_STATION = new UUID(0, 0);

    static Stream of(Station station) {
        return new Stream(station.id().toString(), station.id(), station.stateId(), station.languages());
    }

    /** What the audit says was touched. */
    UUID target() {
        return stationId == null ? NO_STATION : stationId;
    }
}
