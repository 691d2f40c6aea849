package radio.tarang.program.importing;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import org.springframework.stereotype.Component;

import radio.tarang.program.BulkPrograms;
import radio.tarang.program.BulkPrograms.Outcome;

/** Writes a batch of airings station by station, in the order of their ids, as {@link BulkPrograms} asks. */
@Component
class AiringWriter {
    private final BulkPrograms programs;
    private final Clock clock;

    AiringWriter(BulkPrograms programs, Clock clock) {
        this.programs = programs;
        this.clock = clock;
    }

    /** One outcome per airing, in their order. */
    List<Outcome> write(List<Airing> airings) {
        Map<UUID, List<Integer>> byStation = new TreeMap<>();
        for (int i = 0; i < airings.size(); i++) {
            byStation.computeIfAbsent(airings.get(i).stationId(), _ -> new ArrayList<>()).add(i);
        }
        Outcome[] outcomes = new Outcome[airings.size()];
        byStation.forEach((station, places) -> {
            List<Outcome> written = programs.write(station,
                    places.stream().map(place -> airings.get(place).wish()).toList(), clock.instant());
            for (int i = 0; i < places.size(); i++) {
                outcomes[places.get(i)] = written.get(i);
            }
        });
        return Arrays.asList(outcomes);
    }
}
