package radio.tarang.program.station;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.Station;

/** A station as every answer shows it; {@code stateId} is null for a national one. */
@JsonInclude(Include.NON_NULL)
record StationView(String id, String name, @JsonInclude(Include.ALWAYS) @Nullable String stateId,
        List<String> languages,
        @Nullable String streamUrl, @Nullable String externalId, long version) {
    static StationView of(Station s) {
        return new StationView(s.id().toString(), s.name(), s.stateId(), s.languages(), s.streamUrl(), s.externalId(),
                s.version());
    }
}
