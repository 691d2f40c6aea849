package radio.tarang.program.radio;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Area;
import radio.tarang.program.ProgramRow;
import radio.tarang.program.radio.Plan.Turn;
import radio.tarang.program.web.SongView;

/** The plans of all streams, and the songs they are made of. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Rotations {
    /** A plan with what is to be shown of its songs. */
    record Kept(Plan plan, Map<UUID, SongView> songs) {
    }

    private record Row(Instant anchor, UUID lastPicked, @Nullable Turn turn, @Nullable SongView song) {
    }

    /** With fewer songs in a station's languages one would hear them in what is announced as next, so it plays all there are. */
    private static final int ENOUGH = Plan.QUEUE + 1;

    private final JdbcClient jdbc;

    Rotations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One statement, so that a plan and its songs are of one moment. */
    @Transactional(readOnly = true)
    public Optional<Kept> find(Stream stream) {
        List<Row> rows = jdbc.sql("""
                SELECT r.anchor, r.last_picked, t.turn_seconds, t.turn_by_hand, s.*,
                  coalesce(c.likes, 0) AS likes, coalesce(c.plays, 0) AS plays
                FROM radio_rotation r
                  LEFT JOIN LATERAL unnest(r.songs, r.seconds, r.by_hand)
                    WITH ORDINALITY AS t (song_id, turn_seconds, turn_by_hand, position) ON true
                  LEFT JOIN song s ON s.id = t.song_id
                  LEFT JOIN counter_projection c ON c.kind = 'song' AND c.target_id = s.id
                WHERE r.stream = :stream ORDER BY t.position
                """).param("stream", stream.key()).query(Rotations::row).list();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<Turn> turns = new ArrayList<>();
        Map<UUID, SongView> songs = new HashMap<>();
        for (Row row : rows) {
            if (row.turn() != null && row.song() != null) {
                turns.add(row.turn());
                songs.put(row.turn().track().id(), row.song());
            }
        }
        return Optional.of(new Kept(new Plan(rows.getFirst().anchor(), rows.getFirst().lastPicked(), turns), songs));
    }

    /** The stream's plan, which nobody else changes until the transaction ends. */
    Plan lock(Stream stream) {
        Plan beginning = Plan.beginning();
        jdbc.sql("""
                INSERT INTO radio_rotation (stream, station_id, anchor, last_picked, songs, seconds, by_hand)
                VALUES (:stream, :station, :anchor, :picked, '{}', '{}', '{}') ON CONFLICT DO NOTHING
                """).param("stream", stream.key()).param("station", stream.stationId())
                .param("anchor", Area.utc(beginning.anchor())).param("picked", beginning.lastPicked()).update();
        jdbc.sql("SELECT stream FROM radio_rotation WHERE stream = :stream FOR UPDATE").param("stream", stream.key())
                .query(String.class).single();
        return find(stream).orElseThrow().plan();
    }

    void save(Stream stream, Plan plan) {
        List<Turn> turns = plan.turns();
        jdbc.sql("""
                UPDATE radio_rotation
                SET anchor = :anchor, last_picked = :picked, songs = :songs, seconds = :seconds, by_hand = :byHand
                WHERE stream = :stream
                """).param("stream", stream.key()).param("anchor", Area.utc(plan.anchor()))
                .param("picked", plan.lastPicked())
                .param("songs", new SqlArrayValue("uuid", turns.stream().map(turn -> turn.track().id()).toArray()))
                .param("seconds", new SqlArrayValue("integer", turns.stream().map(Turn::seconds).toArray()))
                .param("byHand", new SqlArrayValue("boolean", turns.stream().map(Turn::byHand).toArray())).update();
    }

    /** What the stream is made of now: the active songs in its station's languages, or all active songs where those are too few. */
    Rotation rotation(Stream stream) {
        List<Track> own = jdbc.sql("""
                SELECT id, duration_seconds, inactive_since FROM song
                WHERE inactive_since IS NULL AND language = ANY (:languages)
                """).param("languages", new SqlArrayValue("text", stream.languages().toArray()))
                .query((row, _) -> track(row)).list();
        return new Rotation(stream.key(), own.size() >= ENOUGH ? own : all());
    }

    Optional<Track> active(UUID song) {
        return jdbc
                .sql("SELECT id, duration_seconds, inactive_since FROM song WHERE id = ? AND inactive_since IS NULL")
                .param(song).query((row, _) -> track(row)).optional();
    }

    private List<Track> all() {
        return jdbc.sql("SELECT id, duration_seconds, inactive_since FROM song WHERE inactive_since IS NULL")
                .query((row, _) -> track(row)).list();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        Instant anchor = Objects.requireNonNull(ProgramRow.instant(row, "anchor"));
        UUID picked = row.getObject("last_picked", UUID.class);
        return row.getObject("id") == null
                ? new Row(anchor, picked, null, null)
                : new Row(anchor, picked,
                        new Turn(track(row), row.getInt("turn_seconds"), row.getBoolean("turn_by_hand")),
                        SongView.of(row, number, null));
    }

    private static Track track(ResultSet row) throws SQLException {
        return new Track(row.getObject("id", UUID.class), row.getInt("duration_seconds"),
                ProgramRow.instant(row, "inactive_since"));
    }
}
