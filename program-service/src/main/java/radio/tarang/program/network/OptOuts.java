package radio.tarang.program.network;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.outbox.Outbox;
import radio.tarang.program.Area;
import radio.tarang.program.ProgramRow;
import radio.tarang.program.Refusal;

/** The opt-outs. It takes events: row and record go into the caller's transaction together. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class OptOuts {
    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final OptOutWire wire;

    OptOuts(JdbcClient jdbc, Outbox outbox, OptOutWire wire) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.wire = wire;
    }

    /** A state's opt-out from a programme, locked until the transaction ends. */
    Optional<OptOut> lock(UUID programId, String stateId) {
        return jdbc.sql("SELECT * FROM opt_out WHERE program_id = :program AND area = :area FOR UPDATE")
                .param("program", programId).param("area", stateId).query(OptOuts::optOut).optional();
    }

    @Transactional(readOnly = true)
    List<OptOut> of(UUID programId) {
        return jdbc.sql("SELECT * FROM opt_out WHERE program_id = :program ORDER BY area").param("program", programId)
                .query(OptOuts::optOut).list();
    }

    /** Of programmes that are gone, or over for so long that they have left the topic too. What somebody else holds is left to the next time. */
    List<OptOut> lockOver(Instant now, Duration age, int limit) {
        return jdbc.sql("""
                SELECT o.* FROM opt_out o LEFT JOIN program p ON p.id = o.program_id
                WHERE p.id IS NULL OR p.status IN ('ended', 'cancelled') AND p.scheduled_end < :before
                LIMIT :limit FOR UPDATE OF o SKIP LOCKED
                """).param("before", Area.utc(now.minus(age))).param("limit", limit).query(OptOuts::optOut).list();
    }

    void save(OptOutEvent event) {
        OptOut optOut = event.optOut();
        int changed = switch (event.type()) {
            case UPDATED -> jdbc
                    .sql("""
                            INSERT INTO opt_out (id, program_id, area, replacement, language, delay_minutes, created_at, updated_at, version)
                            VALUES (:id, :program, :area, :replacement, :language, :delay, :createdAt, :updatedAt, :version)
                            ON CONFLICT (id) DO UPDATE
                            SET replacement = excluded.replacement, language = excluded.language, delay_minutes = excluded.delay_minutes,
                              updated_at = excluded.updated_at, version = excluded.version
                            WHERE opt_out.version = excluded.version - 1
                            """)
                    .params(values(optOut)).update();
            case DELETED -> jdbc.sql("DELETE FROM opt_out WHERE id = :id AND version = :version - 1")
                    .param("id", optOut.id()).param("version", optOut.version()).update();
        };
        if (changed != 1) {
            throw Refusal.changedMeanwhile();
        }
        outbox.append(wire.records(event));
    }

    private static Map<String, @Nullable Object> values(OptOut optOut) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", optOut.id());
        values.put("program", optOut.programId());
        values.put("area", optOut.stateId());
        values.put("replacement", optOut.terms().replacement());
        values.put("language", optOut.terms().language());
        values.put("delay", optOut.terms().delayMinutes());
        values.put("createdAt", Area.utc(optOut.createdAt()));
        values.put("updatedAt", Area.utc(optOut.updatedAt()));
        values.put("version", optOut.version());
        return values;
    }

    private static OptOut optOut(ResultSet row, int number) throws SQLException {
        OptOut.Terms terms = new OptOut.Terms(row.getObject("replacement", UUID.class), row.getString("language"),
                row.getObject("delay_minutes", Integer.class));
        return new OptOut(row.getObject("id", UUID.class), row.getObject("program_id", UUID.class),
                row.getString("area"), terms, required(row, "created_at"), required(row, "updated_at"),
                row.getLong("version"));
    }

    private static Instant required(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(ProgramRow.instant(row, column), column);
    }
}
