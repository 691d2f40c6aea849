package radio.tarang.bench.boundary;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.FeedClient;
import radio.tarang.faults.stage.Stage;

/** One station of one state under the eyes of all three watchers. */
record Watch(Stage stage, Api api, FeedClient listener, String stateId, String stationId) {

    Run once() throws IOException, InterruptedException {
        Instant start = Instant.now().plusSeconds(3);
        Instant end = start.plusSeconds(4);
        Answer created = api.createProgram(stationId, "Boundary", start, end);
        if (created.status() != 201) {
            throw new IOException("the programme was not created: " + created);
        }
        String id = created.text("id");
        Run.Boundary started = boundary(Instant.parse(created.text("scheduledStart")), id, "live", "PROGRAM_STARTED",
                true);
        Run.Boundary ended = boundary(Instant.parse(created.text("scheduledEnd")), id, "ended", "PROGRAM_ENDED", false);
        return new Run(stateId, id, started, ended);
    }

    private Run.Boundary boundary(Instant at, String id, String status, String type, boolean onAir)
            throws IOException, InterruptedException {
        try (ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor();
                Connection connection = stage.connect("program")) {
            Future<Instant> committed = watchers
                    .submit(() -> Run.firstSeen(status + " in the database",
                            () -> status.equals(statusOf(connection, id))));
            Future<Instant> listed = watchers
                    .submit(() -> Run.firstSeen(status + " in the listing",
                            () -> api.listing(stateId).body().contains(id) == onAir));
            Run.firstSeen(type, () -> !listener.of(type, id).isEmpty());
            return new Run.Boundary(at, committed.get(), listed.get(), listener.of(type, id).getFirst().at());
        } catch (SQLException e) {
            throw new IOException("no connection", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** What is committed: the watcher's own transactions see nothing else. */
    private static String statusOf(Connection connection, String id) {
        try (PreparedStatement query = connection.prepareStatement("select status from program where id = ?")) {
            query.setObject(1, UUID.fromString(id));
            try (ResultSet result = query.executeQuery()) {
                return result.next() ? result.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look into the database", e);
        }
    }
}
