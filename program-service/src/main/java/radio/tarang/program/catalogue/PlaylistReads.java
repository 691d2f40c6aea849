package radio.tarang.program.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Area;
import radio.tarang.program.replica.FromReplica;

/** What is asked about playlists. */
@Repository
@FromReplica
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class PlaylistReads {
    record Page(List<PlaylistView> playlists, long total, @Nullable Cursor next) {
        private static Page of(List<PlaylistView> rows, Part part, long total) {
            List<PlaylistView> shown = part.shown(rows);
            PlaylistView last = part.isExceededBy(rows) ? shown.getLast() : null;
            return new Page(shown, total, last == null
                    ? null
                    : new Cursor(SongOrder.RECENT, 0, Objects.requireNonNull(last.createdAt()),
                            Objects.requireNonNull(last.id())));
        }
    }

    /** Which playlists a list is made of. */
    enum Which {
        ACTIVE("p.active"), FEATURED("p.active AND p.featured"), ALL("true");

        private final String sql;

        Which(String sql) {
            this.sql = sql;
        }
    }

    /** The songs that are shown are those that are there without the hidden ones, which are looked up once for all playlists of the answer. */
    private static final String SELECT = """
            SELECT p.*, coalesce(c.likes, 0) AS likes, coalesce(c.views, 0) AS views,
              (SELECT count(*) FROM playlist_song ps WHERE ps.playlist_id = p.id
                 AND ps.song_id NOT IN (SELECT id FROM song WHERE inactive_since IS NOT NULL AND NOT deleted)) AS song_count
            FROM {playlists} p LEFT JOIN counter_projection c ON c.kind = 'playlist' AND c.target_id = p.id
            """;
    /** Of what a page passes over nobody counts the songs. */
    private static final String PAGE = SELECT.replace("{playlists}",
            """
                    (SELECT * FROM playlist p WHERE {which} ORDER BY p.created_at DESC, p.id DESC LIMIT :limit OFFSET :offset)""")
            + "ORDER BY p.created_at DESC, p.id DESC";

    private final JdbcClient jdbc;
    private final SongReads songs;

    PlaylistReads(JdbcClient jdbc, SongReads songs) {
        this.jdbc = jdbc;
        this.songs = songs;
    }

    /** Newest first, without their songs. */
    Page page(Which which, Part part) {
        String wanted = which.sql;
        Map<String, @Nullable Object> params = new HashMap<>();
        params.put("limit", part.limit() + 1);
        params.put("offset", part.offset());
        Cursor after = part.after();
        if (after != null) {
            wanted += " AND (p.created_at, p.id) < (:at, :id)";
            params.put("at", Area.utc(after.createdAt()));
            params.put("id", after.id());
        }
        List<PlaylistView> rows = jdbc.sql(PAGE.replace("{which}", wanted)).params(params).query(PlaylistView::of)
                .list();
        return Page.of(rows, part,
                jdbc.sql("SELECT count(*) FROM playlist p WHERE " + which.sql).query(Long.class).single());
    }

    /** With its active songs. */
    Optional<PlaylistView> one(Which which, UUID id, Optional<Boolean> liked) {
        return jdbc.sql(SELECT.replace("{playlists}", "playlist") + "WHERE p.id = :id AND " + which.sql)
                .param("id", id).query(PlaylistView::of).optional()
                .map(playlist -> playlist.with(songs.ofPlaylist(id, liked)));
    }
}
