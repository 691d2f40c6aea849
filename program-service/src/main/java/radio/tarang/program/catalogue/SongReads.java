package radio.tarang.program.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import radio.tarang.program.web.Paging;
import radio.tarang.program.web.SongView;

/** What is asked about songs. Each answer says of every song whether its reader likes it, as the caller of the method knows. */
@Repository
@FromReplica
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class SongReads {
    record Page(List<SongView> songs, long total) {
    }

    private static final String SELECT = """
            SELECT s.*, coalesce(c.likes, 0) AS likes, coalesce(c.plays, 0) AS plays
            FROM song s LEFT JOIN counter_projection c ON c.kind = 'song' AND c.target_id = s.id
            """;

    private final JdbcClient jdbc;

    SongReads(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Active songs, of one genre or of all. */
    Page page(SongOrder order, @Nullable String genre, Paging paging, Optional<Boolean> liked) {
        String where = "WHERE s.inactive_since IS NULL" + ofGenre(genre);
        Map<String, @Nullable Object> params = params(genre, paging.limit());
        params.put("offset", paging.offset());
        List<SongView> songs = jdbc
                .sql(SELECT + where + " ORDER BY " + order.sql() + " LIMIT :limit OFFSET :offset").params(params)
                .query((row, number) -> SongView.of(row, number, liked)).list();
        return new Page(songs, total(genre));
    }

    /** The newest active songs behind one of them; one more than asked for tells whether there are more. */
    Page newest(SongCursor after, @Nullable String genre, int limit, Optional<Boolean> liked) {
        Map<String, @Nullable Object> params = params(genre, limit + 1);
        params.put("at", Area.utc(after.createdAt()));
        params.put("id", after.id());
        List<SongView> songs = jdbc.sql(SELECT + "WHERE s.inactive_since IS NULL" + ofGenre(genre)
                + " AND (s.created_at, s.id) < (:at, :id) ORDER BY " + SongOrder.RECENT.sql() + " LIMIT :limit")
                .params(params).query((row, number) -> SongView.of(row, number, liked)).list();
        return new Page(songs, total(genre));
    }

    Optional<SongView> active(UUID id, Optional<Boolean> liked) {
        return jdbc.sql(SELECT + "WHERE s.id = :id AND s.inactive_since IS NULL").param("id", id)
                .query((row, number) -> SongView.of(row, number, liked)).optional();
    }

    /** A playlist's active songs, in its order. */
    List<SongView> ofPlaylist(UUID playlist, Optional<Boolean> liked) {
        return jdbc.sql(SELECT + """
                JOIN playlist_song p ON p.song_id = s.id
                WHERE p.playlist_id = :playlist AND s.inactive_since IS NULL ORDER BY p.position
                """).param("playlist", playlist).query((row, number) -> SongView.of(row, number, liked)).list();
    }

    /** For editors: inactive ones too, newest first. */
    Page all(Paging paging) {
        List<SongView> songs = jdbc
                .sql(SELECT + "WHERE NOT s.deleted ORDER BY " + SongOrder.RECENT.sql()
                        + " LIMIT :limit OFFSET :offset")
                .param("limit", paging.limit()).param("offset", paging.offset())
                .query((row, number) -> SongView.of(row, number, Optional.empty())).list();
        return new Page(songs, jdbc.sql("SELECT count(*) FROM song WHERE NOT deleted").query(Long.class).single());
    }

    /** For editors: active or not. */
    Optional<SongView> one(UUID id) {
        return jdbc.sql(SELECT + "WHERE s.id = :id AND NOT s.deleted").param("id", id)
                .query((row, number) -> SongView.of(row, number, Optional.empty())).optional();
    }

    private long total(@Nullable String genre) {
        return jdbc.sql("SELECT count(*) FROM song s WHERE s.inactive_since IS NULL" + ofGenre(genre))
                .params(params(genre, 0)).query(Long.class).single();
    }

    private static String ofGenre(@Nullable String genre) {
        return genre == null ? "" : " AND s.genre_keys @> :genre";
    }

    private static Map<String, @Nullable Object> params(@Nullable String genre, int limit) {
        Map<String, @Nullable Object> params = new HashMap<>();
        params.put("limit", limit);
        if (genre != null) {
            params.put("genre", new SqlArrayValue("text", SongDetails.folded(genre)));
        }
        return params;
    }
}
