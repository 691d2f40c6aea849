package radio.tarang.bench.boundary;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.Pace;
import radio.tarang.faults.stage.Stage;

/** A bulk import beside a boundary: how far it is when the boundary comes and when that is worked off, and when it is done. */
final class Import implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Stage stage;
    private final Api api;
    private final int programmes;
    private final String file;
    private String id = "";
    private @Nullable Instant moment;
    private @Nullable Thread watching;
    private volatile double atBoundary;
    private volatile double atEnd;

    Import(Stage stage, URI gateway, int programmes) {
        this.stage = stage;
        this.programmes = programmes;
        this.file = Guide.xmltv(programmes);
        this.api = new Api(gateway, (method, path, sent, answer) -> {
        }, stage.issuer().editor());
    }

    void start() {
        Answer accepted = api.post("/api/v1/admin/imports?createStations=true", "application/xml", file);
        if (accepted.status() != 202) {
            throw new IllegalStateException("the import was not taken: " + accepted);
        }
        id = accepted.text("id");
    }

    /** @param over whether the boundary is worked off */
    void watch(Instant boundary, BooleanSupplier over) {
        moment = boundary;
        watching = Thread.ofVirtual().start(() -> {
            Pace.millis(Math.max(0, Duration.between(Instant.now(), boundary).toMillis()));
            atBoundary = done();
            Pace.until(LONGEST, over::getAsBoolean);
            atEnd = done();
        });
    }

    private double done() {
        return job().path("progress").asDouble();
    }

    private JsonNode job() {
        return api.as(stage.issuer().editor()).get("/api/v1/admin/imports/" + id).json();
    }

    /** Waits for the import to end. */
    void report() {
        boolean ended = Pace.until(LONGEST, () -> job().path("finishedAt").isString());
        JsonNode job = job();
        System.out.printf(Locale.ROOT,
                "  the import of %d: %.0f %% done at the boundary, %.0f %% when that was worked off; %s %.1f s after it: %s%n",
                programmes, 100 * atBoundary, 100 * atEnd, ended ? job.path("status").asString() : "NOT ENDED",
                moment == null ? Double.NaN : Duration.between(moment, Instant.now()).toMillis() / 1000.0,
                job.path("counts"));
    }

    @Override
    public void close() {
        if (watching != null) {
            watching.interrupt();
        }
        api.close();
    }
}
