package radio.tarang.program;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.outbox.Outbox;

/** The songs. Like {@link Programs}, it writes events: row and record in the caller's transaction together. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Songs {
    /** From the columns of {@code song}. */
    public static final RowMapper<Song> ROW = (row, _) -> song(row);

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batches;
    private final Outbox outbox;
    private final CatalogueWire wire;

    Songs(JdbcClient jdbc, NamedParameterJdbcOperations batches, Outbox outbox, CatalogueWire wire) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.outbox = outbox;
        this.wire = wire;
    }

    @Transactional(readOnly = true)
    public Optional<Song> find(UUID id) {
        return jdbc.sql("SELECT * FROM song WHERE id = :id AND NOT deleted").param("id", id).query(ROW).optional();
    }

    /** The song, locked until the transaction ends. */
    public Optional<Song> lock(UUID id) {
        return jdbc.sql("SELECT * FROM song WHERE id = :id AND NOT deleted FOR UPDATE").param("id", id).query(ROW)
                .optional();
    }

    /** Those of the ids that are songs. */
    @Transactional(readOnly = true)
    public Set<UUID> known(Collection<UUID> ids) {
        return new HashSet<>(jdbc.sql("SELECT id FROM song WHERE id = ANY (:ids) AND NOT deleted")
                .param("ids", ids(ids)).query(UUID.class).list());
    }

    /** Until the transaction ends nobody else adds songs by recognition: of two who bring the same song one finds it there. */
    public void lockRecognition() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('song recognition', 0))").query().listOfRows();
    }

    /** The songs known as one of these ({@link SongDetails#recognisedAs}), oldest first, locked. */
    public List<Song> recognised(Collection<UUID> keys) {
        return jdbc.sql("""
                SELECT * FROM song WHERE recognised_as = ANY (:keys) AND NOT deleted
                ORDER BY created_at, id FOR UPDATE
                """).param("keys", ids(keys)).query(ROW).list();
    }

    @SuppressWarnings("unchecked") // an array of maps has no other way to be made
    public void add(Collection<SongEvent> events) {
        batches.batchUpdate(
                """
                        INSERT INTO song (id, title, artist, album_art, video_url, audio_url, duration_seconds, duration_estimated, genres,
                          genre_keys, language, release_year, recognised_as, inactive_since, created_at, updated_at, version)
                        VALUES (:id, :title, :artist, :album_art, :video_url, :audio_url, :duration_seconds, :duration_estimated, :genres,
                          :genre_keys, :language, :release_year, :recognised_as, CASE WHEN :active THEN NULL ELSE :updated_at::timestamptz END,
                          :created_at, :updated_at, :version)
                        """,
                events.stream().map(event -> values(event.song())).toArray(Map[]::new));
        outbox.append(events.stream().flatMap(event -> wire.records(event).stream()).toList());
    }

    public void save(SongEvent event) {
        refuseUnless(
                jdbc.sql(
                        """
                                UPDATE song
                                SET title = :title, artist = :artist, album_art = :album_art, video_url = :video_url, audio_url = :audio_url,
                                  duration_seconds = :duration_seconds, duration_estimated = :duration_estimated, genres = :genres,
                                  genre_keys = :genre_keys, language = :language, release_year = :release_year, recognised_as = :recognised_as,
                                  inactive_since = CASE WHEN :active THEN NULL ELSE coalesce(inactive_since, :updated_at::timestamptz) END,
                                  updated_at = :updated_at, version = :version
                                WHERE id = :id AND version = :version - 1 AND NOT deleted
                                """)
                        .params(values(event.song())).update() == 1);
        outbox.append(wire.records(event));
    }

    /** Whoever calls this takes it out of its playlists in the same transaction. */
    public void delete(SongEvent event) {
        Song song = event.song();
        refuseUnless(jdbc.sql("""
                UPDATE song SET deleted = true, inactive_since = coalesce(inactive_since, :at), updated_at = :at,
                  version = :version
                WHERE id = :id AND version = :version - 1 AND NOT deleted
                """).param("id", song.id()).param("at", Area.utc(song.updatedAt())).param("version", song.version())
                .update() == 1);
        outbox.append(wire.records(event));
    }

    static SqlArrayValue ids(Collection<UUID> ids) {
        return new SqlArrayValue("uuid", ids.toArray());
    }

    private static Song song(ResultSet row) throws SQLException {
        return new Song(row.getObject("id", UUID.class), new SongDetails(row.getString("title"),
                row.getString("artist"), row.getString("album_art"), row.getString("video_url"),
                row.getString("audio_url"), row.getInt("duration_seconds"), row.getBoolean("duration_estimated"),
                ProgramRow.texts(row, "genres"), row.getString("language"),
                row.getObject("release_year", Integer.class),
                ProgramRow.instant(row, "inactive_since") == null), ProgramRow.required(row, "created_at"),
                ProgramRow.required(row, "updated_at"), row.getLong("version"));
    }

    private static Map<String, @Nullable Object> values(Song song) {
        SongDetails d = song.details();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", song.id());
        values.put("title", d.title());
        values.put("artist", d.artist());
        values.put("album_art", d.albumArt());
        values.put("video_url", d.videoUrl());
        values.put("audio_url", d.audioUrl());
        values.put("duration_seconds", d.durationSeconds());
        values.put("duration_estimated", d.durationEstimated());
        values.put("genres", ProgramRow.array(d.genres()));
        values.put("genre_keys", ProgramRow.array(d.genres().stream().map(SongDetails::folded).toList()));
        values.put("language", d.language());
        values.put("release_year", d.releaseYear());
        values.put("recognised_as", d.recognisedAs());
        values.put("active", d.active());
        values.put("created_at", Area.utc(song.createdAt()));
        values.put("updated_at", Area.utc(song.updatedAt()));
        values.put("version", song.version());
        return values;
    }

    private static void refuseUnless(boolean held) {
        if (!held) {
            throw Refusal.changedMeanwhile();
        }
    }
}
