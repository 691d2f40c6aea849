package radio.tarang.user.follow;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.FollowTarget;

/** Which stations and programmes there are, as {@code program.events} tells it. An older or repeated record changes nothing. */
@Repository
@Transactional
class Broadcasts {
    private final JdbcClient jdbc;

    Broadcasts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    boolean has(FollowTarget target) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM broadcast WHERE id = :id AND kind = :kind AND NOT gone)")
                .param("id", target.id()).param("kind", target.kind().word()).query(Boolean.class).single();
    }

    /** All of them or none. A tombstone carries the sequence of the last state, so of equals the one that is gone wins. */
    void apply(List<BroadcastChange> changes) {
        jdbc.sql("""
                INSERT INTO broadcast (id, kind, name, sequence, gone)
                SELECT DISTINCT ON (id) id, kind, coalesce(name, ''), sequence, gone
                FROM unnest(?, ?, ?, ?, ?) AS change (id, kind, name, sequence, gone)
                ORDER BY id, sequence DESC, gone DESC
                ON CONFLICT (id) DO UPDATE
                SET name = CASE WHEN excluded.name = '' THEN broadcast.name ELSE excluded.name END,
                  sequence = excluded.sequence, gone = excluded.gone
                WHERE (broadcast.sequence, broadcast.gone) < (excluded.sequence, excluded.gone)
                """)
                .params(List.of(column("uuid", changes, change -> change.target().id()),
                        column("text", changes, change -> change.target().kind().word()),
                        column("text", changes, BroadcastChange::name),
                        column("int8", changes, BroadcastChange::sequence),
                        column("bool", changes, BroadcastChange::gone)))
                .update();
    }

    private static SqlArrayValue column(String type, List<BroadcastChange> changes,
            Function<BroadcastChange, @Nullable Object> value) {
        return new SqlArrayValue(type, changes.stream().map(value).toArray());
    }
}
