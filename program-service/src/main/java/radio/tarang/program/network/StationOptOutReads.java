package radio.tarang.program.network;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Area;

/** Which opt-outs bear on a station's schedule. */
@Repository
@Transactional(readOnly = true)
class StationOptOutReads {
    /**
     * An opt-out with the names an editor knows its programmes by.
     *
     * @param programTitle of the national programme
     */
    @JsonInclude(Include.NON_NULL)
    record Row(UUID id, UUID programId, String programTitle, String stateId, @Nullable UUID replacementProgramId,
            @Nullable String replacementTitle, @Nullable String language, @Nullable Integer delayMinutes,
            long version) {
    }

    private final JdbcClient jdbc;

    StationOptOutReads(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those from the station's own programmes, if it is a national one, and those its programmes replace, by state. */
    List<Row> of(UUID stationId, Instant from, Instant to, int limit) {
        // No programme is longer than a day, so the index is entered a day before the range begins.
        return jdbc.sql("""
                WITH shown AS MATERIALIZED (
                  SELECT id, area FROM program
                  WHERE station_id = :station AND scheduled_start < :to AND scheduled_end > :from
                    AND scheduled_start > :from::timestamptz - interval '24 hours 1 second'
                ), concerned AS (
                  SELECT o.* FROM shown s JOIN opt_out o ON o.program_id = s.id
                  UNION ALL
                  SELECT o.* FROM shown s JOIN opt_out o ON o.area = s.area AND o.replacement = s.id
                )
                SELECT o.id, o.program_id, n.title AS program_title, o.area AS state_id,
                  o.replacement AS replacement_program_id, r.title AS replacement_title, o.language, o.delay_minutes,
                  o.version
                FROM concerned o JOIN program n ON n.id = o.program_id LEFT JOIN program r ON r.id = o.replacement
                ORDER BY o.area, n.scheduled_start, o.id LIMIT :limit
                """).param("station", stationId).param("from", Area.utc(from)).param("to", Area.utc(to))
                .param("limit", limit).query(StationOptOutReads::row).list();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getObject("id", UUID.class), row.getObject("program_id", UUID.class),
                row.getString("program_title"), row.getString("state_id"),
                row.getObject("replacement_program_id", UUID.class), row.getString("replacement_title"),
                row.getString("language"), row.getObject("delay_minutes", Integer.class), row.getLong("version"));
    }
}
