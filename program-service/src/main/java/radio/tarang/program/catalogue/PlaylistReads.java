package radio.tarang.program.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Playlists;
import radio.tarang.program.replica.FromReplica;
import radio.tarang.program.web.Paging;

/** What is asked about playlists. */
@Repository
@FromReplica
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class PlaylistReads {
    record Page(List<PlaylistView> playlists, long total) {
    }

    /** Which playlists a list is made of. */
    enum Which {
        ACTIVE("p.active"), FEATURED("p.active AND p.featured"), ALL("true");

        private final String sql;

        Which(String sql) {
            this.sql = sql;
        }
    }

    private static final String SELECT = "SELECT " + Playlists.COLUMNS
            + """
                    , coalesce(c.likes, 0) AS likes, coalesce(c.views, 0) AS views,
                      (SELECT count(*) FROM playlist_song ps JOIN song s ON s.id = ps.song_id
                       WHERE ps.playlist_id = p.id AND s.inactive_since IS NULL) AS song_count
                    FROM playlist p LEFT JOIN counter_projection c ON c.kind = 'playlist' AND c.target_id = p.id
                    """;

    private final JdbcClient jdbc;
    private final SongReads songs;

    PlaylistReads(JdbcClient jdbc, SongReads songs) {
        this.jdbc = jdbc;
        this.songs = songs;
    }

    /** Newest first, without their songs. */
    Page page(Which which, Paging paging) {
        List<PlaylistView> playlists = jdbc
                .sql(SELECT + "WHERE " + which.sql
                        + " ORDER BY p.created_at DESC, p.id DESC LIMIT :limit OFFSET :offset")
                .param("limit", paging.limit()).param("offset", paging.offset()).query(PlaylistReads::view).list();
        long total = jdbc.sql("SELECT count(*) FROM playlist p WHERE " + which.sql).query(Long.class).single();
        return new Page(playlists, total);
    }

    /** With its active songs. */
    Optional<PlaylistView> one(Which which, UUID id, Optional<Boolean> liked) {
        return found(which, id).map(playlist -> playlist.with(songs.ofPlaylist(id, liked)));
    }

    private Optional<PlaylistView> found(Which which, UUID id) {
        return jdbc.sql(SELECT + "WHERE p.id = :id AND " + which.sql).param("id", id).query(PlaylistReads::view)
                .optional();
    }

    private static PlaylistView view(ResultSet row, int number) throws SQLException {
        return PlaylistView.of(Objects.requireNonNull(Playlists.ROW.mapRow(row, number)), null,
                row.getInt("song_count"), row.getLong("likes"), row.getLong("views"));
    }
}
