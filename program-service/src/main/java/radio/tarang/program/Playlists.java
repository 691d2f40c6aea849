package radio.tarang.program;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.outbox.Outbox;

/** The playlists. Like {@link Programs}, it writes events: rows and record in the caller's transaction together. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Playlists {
    /** What {@link #ROW} reads. */
    private static final String COLUMNS = """
            p.*, ARRAY(SELECT song_id FROM playlist_song WHERE playlist_id = p.id ORDER BY position) AS songs""";
    private static final RowMapper<Playlist> ROW = (row, _) -> playlist(row);
    private static final String SELECT = "SELECT " + COLUMNS + " FROM playlist p ";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batches;
    private final Outbox outbox;
    private final CatalogueWire wire;

    Playlists(JdbcClient jdbc, NamedParameterJdbcOperations batches, Outbox outbox, CatalogueWire wire) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.outbox = outbox;
        this.wire = wire;
    }

    @Transactional(readOnly = true)
    public Optional<Playlist> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE p.id = :id").param("id", id).query(ROW).optional();
    }

    /**
     * Until the transaction ends nobody else puts songs into playlists or takes them out. Whoever writes a playlist or deletes a song asks for this first: of a
     * song that goes and a playlist that wants it one comes first, and neither waits for the other's rows.
     */
    public void lockAll() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('playlists', 0))").query().listOfRows();
    }

    /** Those that hold the song. */
    public List<Playlist> holding(UUID song) {
        return jdbc.sql(SELECT + """
                WHERE p.id IN (SELECT playlist_id FROM playlist_song WHERE song_id = :song) ORDER BY p.id
                """).param("song", song).query(ROW).list();
    }

    public void add(PlaylistEvent event) {
        jdbc.sql(
                """
                        INSERT INTO playlist (id, title, description, cover_image, active, featured, created_at, updated_at, version)
                        VALUES (:id, :title, :description, :cover_image, :active, :featured, :created_at, :updated_at, :version)
                        """)
                .params(values(event.playlist())).update();
        putSongs(event.playlist());
        outbox.append(wire.records(event));
    }

    public void save(PlaylistEvent event) {
        refuseUnless(jdbc.sql("""
                UPDATE playlist
                SET title = :title, description = :description, cover_image = :cover_image, active = :active,
                  featured = :featured, updated_at = :updated_at, version = :version
                WHERE id = :id AND version = :version - 1
                """).params(values(event.playlist())).update() == 1);
        jdbc.sql("DELETE FROM playlist_song WHERE playlist_id = :id").param("id", event.playlist().id()).update();
        putSongs(event.playlist());
        outbox.append(wire.records(event));
    }

    /** Playlists that have lost this song, each by its event: as much work in one playlist as in a thousand. */
    @SuppressWarnings("unchecked") // an array of maps has no other way to be made
    public void saveWithout(UUID song, List<PlaylistEvent> events) {
        int[] changed = batches.batchUpdate("""
                UPDATE playlist SET updated_at = :updated_at, version = :version
                WHERE id = :id AND version = :version - 1
                """, events.stream().map(event -> values(event.playlist())).toArray(Map[]::new));
        refuseUnless(Arrays.stream(changed).allMatch(rows -> rows == 1));
        jdbc.sql("DELETE FROM playlist_song WHERE song_id = :song").param("song", song).update();
        outbox.append(events.stream().flatMap(event -> wire.records(event).stream()).toList());
    }

    public void delete(PlaylistEvent event) {
        Playlist playlist = event.playlist();
        refuseUnless(jdbc.sql("DELETE FROM playlist WHERE id = :id AND version = :version - 1")
                .param("id", playlist.id()).param("version", playlist.version()).update() == 1);
        outbox.append(wire.records(event));
    }

    private void putSongs(Playlist playlist) {
        jdbc.sql("""
                INSERT INTO playlist_song (playlist_id, position, song_id)
                SELECT :id, position, song_id FROM unnest(:songs) WITH ORDINALITY AS s (song_id, position)
                """).param("id", playlist.id()).param("songs", Songs.ids(playlist.songs())).update();
    }

    private static Playlist playlist(ResultSet row) throws SQLException {
        List<UUID> songs = Arrays.stream((Object[]) row.getArray("songs").getArray()).map(UUID.class::cast).toList();
        return new Playlist(row.getObject("id", UUID.class), new PlaylistDetails(row.getString("title"),
                row.getString("description"), row.getString("cover_image"), row.getBoolean("active"),
                row.getBoolean("featured")), songs, ProgramRow.required(row, "created_at"),
                ProgramRow.required(row, "updated_at"), row.getLong("version"));
    }

    private static Map<String, @Nullable Object> values(Playlist playlist) {
        PlaylistDetails d = playlist.details();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", playlist.id());
        values.put("title", d.title());
        values.put("description", d.description());
        values.put("cover_image", d.coverImage());
        values.put("active", d.active());
        values.put("featured", d.featured());
        values.put("created_at", Area.utc(playlist.createdAt()));
        values.put("updated_at", Area.utc(playlist.updatedAt()));
        values.put("version", playlist.version());
        return values;
    }

    private static void refuseUnless(boolean held) {
        if (!held) {
            throw Refusal.changedMeanwhile();
        }
    }
}
