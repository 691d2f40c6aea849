package radio.tarang.faults;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole country changes programmes at one moment, two replicas of program-service at work: one is killed among the starts, the other among the ends.
 * The programmes are put into the table, because so many requests would take longer than the hour is away; their first version is never published.
 */
final class FullHourKilled implements Scenario {

    private static final int STATES = 36;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Override
    public String name() {
        return "full-hour-killed";
    }

    @Override
    public void play(Theatre theatre, Verdict verdict) throws IOException {
        theatre.stage().startAll(theatre.programReplica());
        try {
            int programs = theatre.isFull() ? 36_000 : 5_040;
            Instant hour = Instant.now().plusSeconds(theatre.isFull() ? 60 : 12);
            // All of them are on air, and the killed replica is back, before the first one ends.
            Instant end = hour.plusSeconds(theatre.isFull() ? 120 : 25);
            List<String> ids = scheduled(theatre, programs / STATES, hour, end);
            verdict.expect(Instant.now().isBefore(hour), "the scene took too long to set: the starts were already due");
            killAmong(theatre, "scheduled", ids.size(), theatre.programReplica()::kill);
            verdict.figure("%d starts at one moment, one replica killed among them", ids.size());
            Theatre.require("the last programme starts", LIMIT, () -> count(theatre, "scheduled") == 0);
            verdict.figure("all on air %.1f s after the hour", Duration.between(hour, Instant.now()).toMillis() / 1e3);
            theatre.stage().startAll(theatre.programReplica());
            verdict.expect(Instant.now().isBefore(end), "the starts took too long: the ends were already due");

            killAmong(theatre, "live", ids.size(), theatre.program()::kill);
            Theatre.require("the last programme ends", LIMIT, () -> count(theatre, "live") == 0);
            verdict.figure("%d ends at one moment, the other replica killed among them, all over %.1f s later",
                    ids.size(),
                    Duration.between(end, Instant.now()).toMillis() / 1e3);
            theatre.stage().startAll(theatre.program());
            Comparison comparison = Comparison.of(theatre, verdict, ids, LIMIT);
            comparison.publishedFrom(2);
            comparison.transitioned(ids.size(), "ended", "program.started", "program.ended");
        } finally {
            theatre.programReplica().stop();
        }
    }

    @FunctionalInterface
    private interface Kill {
        void now() throws IOException;
    }

    /** As soon as some are through, and before most are. */
    private static void killAmong(Theatre theatre, String waiting, int all, Kill kill) throws IOException {
        Theatre.require("the hour begins", LIMIT, () -> {
            long left = count(theatre, waiting);
            return left > 0 && left < all * 9 / 10;
        });
        kill.now();
        if (count(theatre, waiting) == 0) {
            throw new IllegalStateException("the hour was over before the replica was killed");
        }
    }

    private static List<String> scheduled(Theatre theatre, int perState, Instant start, Instant end)
            throws IOException {
        for (String state : states(theatre)) {
            theatre.api().createStation("Full hour " + state, state);
        }
        List<String> ids = new ArrayList<>();
        try (Connection connection = theatre.stage().connect("program");
                PreparedStatement insert = connection.prepareStatement(
                        """
                                INSERT INTO program (id, station_id, area, title, description, scheduled_start, scheduled_end, status, created_at, updated_at, version)
                                SELECT gen_random_uuid(), s.id, s.area, 'Full hour', repeat('x', 900), ?, ?, 'scheduled', now(), now(), 1
                                FROM station s, generate_series(1, ?) WHERE s.name LIKE 'Full hour %' RETURNING id
                                """)) {
            insert.setObject(1, start.atOffset(ZoneOffset.UTC));
            insert.setObject(2, end.atOffset(ZoneOffset.UTC));
            insert.setInt(3, perState);
            try (ResultSet result = insert.executeQuery()) {
                while (result.next()) {
                    ids.add(result.getString(1));
                }
            }
            return ids;
        } catch (SQLException e) {
            throw new IOException("cannot schedule the hour", e);
        }
    }

    private static List<String> states(Theatre theatre) {
        List<String> ids = new ArrayList<>();
        theatre.api().get("/api/v1/states").json().path("states")
                .forEach(state -> ids.add(state.path("id").asString()));
        return ids;
    }

    private static long count(Theatre theatre, String status) {
        try (Connection connection = theatre.stage().connect("program");
                PreparedStatement query = connection
                        .prepareStatement("SELECT count(*) FROM program WHERE title = 'Full hour' AND status = ?")) {
            query.setString(1, status);
            try (ResultSet result = query.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        } catch (SQLException e) {
            return -1;
        }
    }
}
