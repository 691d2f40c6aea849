package radio.tarang.program.station;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Area;
import radio.tarang.program.ProgramRow;
import radio.tarang.program.Station;
import radio.tarang.program.Stations;
import radio.tarang.program.replica.FromReplica;
import radio.tarang.program.web.Paging;
import radio.tarang.program.web.ProgramView;

/** What is asked about stations. */
@Repository
@FromReplica
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class StationReads {
    record Page(List<Station> stations, long total) {
    }

    /** The programme on air (none at times), the next ones by start, the last ones, latest first. */
    record Now(@Nullable ProgramView nowPlaying, List<ProgramView> next, List<ProgramView> history) {
    }

    private static final int AROUND = 5;

    private final JdbcClient jdbc;
    private final Stations stations;

    StationReads(JdbcClient jdbc, Stations stations) {
        this.jdbc = jdbc;
        this.stations = stations;
    }

    Optional<Station> find(UUID id) {
        return stations.find(id);
    }

    Page list(@Nullable String stateId, @Nullable String language, Paging paging) {
        String where = "WHERE true" + (stateId == null ? "" : " AND area = :area")
                + (language == null ? "" : " AND :language = ANY (languages)");
        Map<String, @Nullable Object> params = new HashMap<>();
        params.put("area", Area.of(stateId));
        params.put("language", language);
        params.put("limit", paging.limit());
        params.put("offset", paging.offset());
        List<Station> page = jdbc
                .sql("SELECT * FROM station " + where + " ORDER BY name, id LIMIT :limit OFFSET :offset")
                .params(params).query(Stations.ROW).list();
        long total = jdbc.sql("SELECT count(*) FROM station " + where).params(params).query(Long.class).single();
        return new Page(page, total);
    }

    Now now(UUID stationId, Instant now) {
        // Nothing lasts longer than a day, so two days back hold all that can still be live or waiting.
        List<ProgramView> live = around(stationId, now,
                "status = 'live' AND p.scheduled_start > :now::timestamptz - interval '2 days'",
                "DESC", 1);
        List<ProgramView> next = around(stationId, now,
                "status = 'scheduled' AND p.scheduled_start > :now::timestamptz - interval '2 days'", "ASC", AROUND);
        List<ProgramView> history = around(stationId, now, "status = 'ended' AND p.scheduled_start <= :now", "DESC",
                AROUND);
        return new Now(live.isEmpty() ? null : live.getFirst(), next, history);
    }

    private List<ProgramView> around(UUID stationId, Instant now, String which, String order, int limit) {
        return jdbc.sql("""
                SELECT {columns}, s.stream_url FROM program p JOIN station s ON s.id = p.station_id
                WHERE p.station_id = :station AND p.{which}
                ORDER BY p.scheduled_start {order}, p.id {order} LIMIT :limit
                """.replace("{columns}", ProgramRow.COLUMNS).replace("{which}", which).replace("{order}", order))
                .param("station", stationId)
                .param("now", Area.utc(now)).param("limit", limit).query(ProgramView::of).list();
    }
}
