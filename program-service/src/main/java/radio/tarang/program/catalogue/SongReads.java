package radio.tarang.program.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Area;
import radio.tarang.program.SongDetails;
import radio.tarang.program.replica.FromReplica;
import radio.tarang.program.web.SongView;

/**
 * What is asked about songs. Lists are ordered scans of one index that stop at their limit. Each answer says of every song whether its reader likes it, as the
 * caller of the method knows.
 */
@Repository
@FromReplica
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class SongReads {
    record Page(List<SongView> songs, long total, @Nullable Cursor next) {
        private static Page of(SongOrder order, List<SongView> rows, Part part, long total) {
            List<SongView> shown = part.shown(rows);
            return new Page(shown, total, part.isExceededBy(rows) ? after(order, shown.getLast()) : null);
        }

        private static Cursor after(SongOrder order, SongView last) {
            Long count = switch (order) {
                case POPULAR -> last.plays();
                case LIKES -> last.likes();
                case RECENT -> Long.valueOf(0);
            };
            return new Cursor(order, Objects.requireNonNull(count), Objects.requireNonNull(last.createdAt()),
                    Objects.requireNonNull(last.id()));
        }
    }

    private static final String SELECT = """
            SELECT s.*, coalesce(c.likes, 0) AS likes, coalesce(c.plays, 0) AS plays
            FROM song s LEFT JOIN counter_projection c ON c.kind = 'song' AND c.target_id = s.id
            """;
    /** What a page passes over is passed over inside an index. */
    private static final String NEWEST = """
            SELECT s.*, coalesce(c.likes, 0) AS likes, coalesce(c.plays, 0) AS plays
            FROM (SELECT s.id FROM song s WHERE {which} ORDER BY s.created_at DESC, s.id DESC LIMIT :limit OFFSET :offset) AS found
              JOIN song s ON s.id = found.id
              LEFT JOIN counter_projection c ON c.kind = 'song' AND c.target_id = s.id
            ORDER BY s.created_at DESC, s.id DESC
            """;
    private static final String COUNTED = """
            SELECT s.*, c.likes, c.plays
            FROM (SELECT c.target_id FROM counter_projection c {songs} WHERE c.kind = 'song' AND c.listed {which}
                  ORDER BY c.{count} DESC, c.since DESC, c.target_id DESC LIMIT :limit OFFSET :offset) AS found
              JOIN song s ON s.id = found.target_id
              JOIN counter_projection c ON c.kind = 'song' AND c.target_id = s.id
            ORDER BY c.{count} DESC, c.since DESC, c.target_id DESC
            """;
    private static final String ACTIVE = "s.inactive_since IS NULL";
    private static final String OF_GENRE = " AND s.genre_keys @> :genre";
    private static final String KEPT = "NOT s.deleted";

    private final JdbcClient jdbc;

    SongReads(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Active songs, of one genre or of all. */
    Page list(SongOrder order, @Nullable String genre, Part part, Optional<Boolean> liked) {
        Map<String, @Nullable Object> params = new HashMap<>();
        if (genre != null) {
            params.put("genre", new SqlArrayValue("text", SongDetails.folded(genre)));
        }
        String active = ACTIVE + (genre == null ? "" : OF_GENRE);
        List<SongView> rows = order == SongOrder.RECENT
                ? newest(active, part, params, liked)
                : counted(order, part, params, liked);
        return Page.of(order, rows, part, total(active, params));
    }

    /** The active ones that are played most. */
    List<SongView> popular(int limit, Optional<Boolean> liked) {
        return counted(SongOrder.POPULAR, new Part(1, null, 0, limit - 1), new HashMap<>(), liked);
    }

    /** For editors: inactive ones too, newest first. */
    Page all(Part part) {
        Map<String, @Nullable Object> params = new HashMap<>();
        return Page.of(SongOrder.RECENT, newest(KEPT, part, params, Optional.empty()), part, total(KEPT, params));
    }

    Optional<SongView> active(UUID id, Optional<Boolean> liked) {
        return one(id, ACTIVE, liked);
    }

    /** For editors: active or not. */
    Optional<SongView> one(UUID id) {
        return one(id, KEPT, Optional.empty());
    }

    /** A playlist's active songs, in its order. */
    List<SongView> ofPlaylist(UUID playlist, Optional<Boolean> liked) {
        return jdbc.sql(SELECT + """
                JOIN playlist_song p ON p.song_id = s.id
                WHERE p.playlist_id = :playlist AND s.inactive_since IS NULL ORDER BY p.position
                """).param("playlist", playlist).query((row, number) -> SongView.of(row, number, liked)).list();
    }

    private Optional<SongView> one(UUID id, String which, Optional<Boolean> liked) {
        return jdbc.sql(SELECT + "WHERE s.id = :id AND " + which).param("id", id)
                .query((row, number) -> SongView.of(row, number, liked)).optional();
    }

    private List<SongView> newest(String which, Part part, Map<String, @Nullable Object> params,
            Optional<Boolean> liked) {
        String beyond = part.after() == null ? "" : " AND (s.created_at, s.id) < (:at, :id)";
        return rows(NEWEST.replace("{which}", which + beyond), part, params, liked);
    }

    private List<SongView> counted(SongOrder order, Part part, Map<String, @Nullable Object> params,
            Optional<Boolean> liked) {
        boolean ofGenre = params.containsKey("genre");
        String beyond = part.after() == null ? "" : " AND (c.{count}, c.since, c.target_id) < (:count, :at, :id)";
        return rows(COUNTED.replace("{songs}", ofGenre ? "JOIN song s ON s.id = c.target_id" : "")
                .replace("{which}", (ofGenre ? " AND " + ACTIVE + OF_GENRE : "") + beyond)
                .replace("{count}", order.counted()), part,
                params, liked);
    }

    /** One more than asked for tells whether there are more. */
    private List<SongView> rows(String sql, Part part, Map<String, @Nullable Object> params,
            Optional<Boolean> liked) {
        Cursor after = part.after();
        if (after != null) {
            params.put("count", after.count());
            params.put("at", Area.utc(after.createdAt()));
            params.put("id", after.id());
        }
        params.put("limit", part.limit() + 1);
        params.put("offset", part.offset());
        return jdbc.sql(sql).params(params).query((row, number) -> SongView.of(row, number, liked)).list();
    }

    private long total(String which, Map<String, @Nullable Object> params) {
        return jdbc.sql("SELECT count(*) FROM song s WHERE " + which).params(params).query(Long.class).single();
    }
}
