package radio.tarang.program.radio;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Refusal;
import radio.tarang.program.Refusal.Reason;
import radio.tarang.program.Stations;
import radio.tarang.program.radio.Rotations.Kept;
import radio.tarang.program.replica.FromReplica;
import radio.tarang.program.web.PathIds;

/** What most callers need, without writing anything. */
@Service
@FromReplica
@Transactional(readOnly = true)
class Streams {
    private final Stations stations;
    private final Rotations rotations;

    Streams(Stations stations, Rotations rotations) {
        this.stations = stations;
        this.rotations = rotations;
    }

    /** @param station an id; null is the platform's stream */
    Stream find(@Nullable String station) {
        return station == null
                ? Stream.PLATFORM
                : stations.find(PathIds.known(station, Reason.UNKNOWN_STATION)).map(Stream::of)
                        .orElseThrow(() -> Refusal.unknown(Reason.UNKNOWN_STATION, station));
    }

    /** The stream's plan, if all that is shown of it now is written down already. */
    Optional<Kept> settled(Stream stream, Instant now) {
        return rotations.find(stream).filter(kept -> kept.plan().isSettled(now));
    }
}
