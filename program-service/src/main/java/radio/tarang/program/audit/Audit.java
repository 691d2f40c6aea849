package radio.tarang.program.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.program.Area;
import radio.tarang.program.Ids;
import radio.tarang.program.ProgramRow;

/** Takes down what an actor did, in the transaction that does it. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Audit {
    /** One thing somebody did. */
    public record Deed(Instant at, String action, UUID targetId, @Nullable String ip) {
    }

    private static final int MAX_DEEDS = 10_000;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Ids ids;
    private final Clock clock;

    Audit(JdbcClient jdbc, ObjectMapper json, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param action what was done, {@code <target type>.<verb>} such as {@code program.overrun}
     * @param stateId where the target belongs; null for the whole country
     * @param before as the API would have shown it; null if it was not there
     * @param after null if it is gone
     */
    public void record(Actor actor, String action, UUID targetId, @Nullable String stateId, @Nullable Object before,
            @Nullable Object after) {
        jdbc.sql(
                """
                        INSERT INTO audit (id, at, actor_id, actor_name, action, target_type, target_id, area, ip, before, after)
                        VALUES (:id, :at, :actor, :actorName, :action, :targetType, :target, :area, :ip, :before::jsonb, :after::jsonb)
                        """)
                .param("id", ids.next(stateId, clock.instant())).param("at", Area.utc(clock.instant()))
                .param("actor", actor.caller().userId()).param("actorName", actor.caller().username())
                .param("action", action).param("targetType", action.substring(0, action.indexOf('.')))
                .param("target", targetId).param("area", Area.of(stateId)).param("ip", actor.address())
                .param("before", text(before)).param("after", text(after)).update();
    }

    /** Somebody is erased: what was done and by whose id remains as evidence, their name and address do not. */
    public void forget(UUID userId) {
        jdbc.sql("UPDATE audit SET actor_name = NULL, ip = NULL WHERE actor_id = :id").param("id", userId).update();
    }

    /** What somebody did, newest first, for themselves to see. */
    public List<Deed> of(UUID userId) {
        return jdbc.sql("""
                SELECT at, action, target_id, ip FROM audit WHERE actor_id = :id ORDER BY at DESC, id DESC LIMIT :limit
                """).param("id", userId).param("limit", MAX_DEEDS)
                .query((row, _) -> new Deed(ProgramRow.required(row, "at"), row.getString("action"),
                        row.getObject("target_id", UUID.class), row.getString("ip")))
                .list();
    }

    private @Nullable String text(@Nullable Object state) {
        return state == null ? null : json.writeValueAsString(state);
    }
}
