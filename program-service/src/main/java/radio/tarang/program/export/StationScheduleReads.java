package radio.tarang.program.export;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Area;
import radio.tarang.program.Program;
import radio.tarang.program.ProgramRow;
import radio.tarang.program.Refusal;
import radio.tarang.program.Refusal.Reason;
import radio.tarang.program.States;
import radio.tarang.program.Station;
import radio.tarang.program.Stations;
import radio.tarang.program.replica.FromReplica;

/** What is asked about schedules. */
@Repository
@FromReplica
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class StationScheduleReads {
    /** A month of programmes of ten minutes: what an answer may weigh. */
    static final int MAX_PROGRAMS = 5_000;
    /** 24 bits: none comes again before 16 777 216 other programmes were made; ETSI TS 102 818 asks for six months. */
    private static final String SHORT_ID_MASK = "16777215";

    private final JdbcClient jdbc;
    private final Stations stations;
    private final States states;

    StationScheduleReads(JdbcClient jdbc, Stations stations, States states) {
        this.jdbc = jdbc;
        this.stations = stations;
        this.states = states;
    }

    List<Station> stations() {
        return stations.all();
    }

    /**
     * @param range which time, in the station's zone
     * @throws Refusal if there is no such station, or more in that range than one answer can hold
     */
    Schedule schedule(UUID stationId, Function<ZoneId, ScheduleRange> range) {
        Station station = stations.find(stationId)
                .orElseThrow(() -> Refusal.unknown(Reason.UNKNOWN_STATION, stationId.toString()));
        ZoneId zone = states.timeZone(station.stateId());
        ScheduleRange asked = range.apply(zone);
        // No programme is longer than a day, so the index is entered a day before the range begins.
        Map<UUID, Integer> shortIds = new HashMap<>();
        List<Program> programs = jdbc.sql("""
                SELECT {columns}, (p.number & {mask})::integer AS short_id
                FROM program p JOIN station s ON s.id = p.station_id
                WHERE p.station_id = :station AND p.scheduled_start < :to AND p.scheduled_end > :from
                  AND p.scheduled_start > :from::timestamptz - interval '24 hours 1 second' AND p.status <> 'cancelled'
                ORDER BY p.scheduled_start, p.id LIMIT :limit
                """.replace("{columns}", ProgramRow.COLUMNS).replace("{mask}", SHORT_ID_MASK))
                .param("station", stationId)
                .param("from", Area.utc(asked.from())).param("to", Area.utc(asked.to()))
                .param("limit", MAX_PROGRAMS + 1).query((row, number) -> {
                    shortIds.put(row.getObject("id", UUID.class), row.getInt("short_id"));
                    return Objects.requireNonNull(ProgramRow.MAPPER.mapRow(row, number));
                }).list();
        if (programs.size() > MAX_PROGRAMS) {
            throw Refusal.invalid("to", "spans more than " + MAX_PROGRAMS + " programmes; ask for less time");
        }
        return new Schedule(station, zone, asked.from(), asked.to(), programs, shortIds);
    }
}
