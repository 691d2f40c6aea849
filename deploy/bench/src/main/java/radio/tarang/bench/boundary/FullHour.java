package radio.tarang.bench.boundary;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import radio.tarang.bench.Country;
import radio.tarang.bench.CpuMeter;
import radio.tarang.bench.Machine;
import radio.tarang.bench.OpenLoop;
import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.JavaLaunch;
import radio.tarang.faults.stage.Pace;
import radio.tarang.faults.stage.Service;
import radio.tarang.faults.stage.Stage;

/**
 * The command {@code deploy/bench/boundary --full-hour}: what a full hour does to a country in which everybody changes programmes at once. First 500
 * programmes that end while 500 start, then 9 000, 18 000 and 36 000, the last once more with an import running beside it.
 */
final class FullHour {

    private static final double LISTINGS_PER_SECOND = 500;
    private static final List<Integer> PER_STATE = List.of(250, 500, 1000);
    private static final Duration WATCHED = Duration.ofSeconds(12);

    private final Stage stage;
    private final Country country;
    private final Service program;
    private final Service gateway;

    private FullHour(Stage stage) {
        this.stage = stage;
        this.country = new Country(stage);
        this.program = stage.program(JavaLaunch.FULL_SPEED);
        this.gateway = stage.gateway(JavaLaunch.FULL_SPEED.with("TARANG_LIMITS_FACTOR", "1000000"));
    }

    static void run() throws IOException {
        System.out.println(Machine.describe());
        try (Stage stage = Stage.open()) {
            new FullHour(stage).measure();
        }
    }

    private void measure() throws IOException {
        stage.startAll(program, gateway);
        country.openStations();
        country.fill(1000, 180_000, 0);
        OpenLoop listings = new OpenLoop(16, LISTINGS_PER_SECOND);
        listings.run(listing(), Map.of(), 200, WATCHED); // warming up
        hour("to warm up", 14, listings);
        OpenLoop.Outcome quiet = listings.run(listing(), Map.of(), 200, WATCHED);
        System.out.printf("a listing through the gateway, %.0f/s, nothing else going on: %s%n", LISTINGS_PER_SECOND,
                quiet.percentiles());
        hour("500 programmes", 14, listings);
        double first = 0;
        for (int perState : PER_STATE) {
            Outcome outcome = hour("everybody: %,d".formatted(perState * Country.STATES), perState, listings);
            double each = outcome.publishedMillis() / perState;
            first = first == 0 ? each : first;
            System.out.printf(Locale.ROOT, "  published %.0f µs a step, %.2f of the first%s%n",
                    1000 * each / (2 * Country.STATES), each / first,
                    each / first > 1.15 ? "   OVER THE BAR of linear + 15 %" : "");
        }
        try (Api api = new Api(gateway.uri(), (method, path, sent, answer) -> {
        }, stage.issuer().editor())) {
            CompletableFuture<Answer> job = CompletableFuture.supplyAsync(() -> api.post(
                    "/api/v1/admin/imports?createStations=true", "application/xml", Guide.xmltv(20_000)));
            hour("everybody, beside an import of 20 000", PER_STATE.getLast(), listings);
            String id = job.join().text("id");
            System.out.printf("  the import stood at %s%n", api.as(stage.issuer().editor())
                    .get("/api/v1/admin/imports/" + id).json().path("progress"));
        }
    }

    private record Outcome(double publishedMillis) {
    }

    private URI listing() {
        return gateway.uri().resolve("/api/v1/programs/state/MH");
    }

    private Outcome hour(String what, int perState, OpenLoop listings) throws IOException {
        country.run("VACUUM (ANALYZE) program");
        // Setting so many boundaries takes a while: the moment has to lie behind it.
        Instant moment = Instant.now().plusSeconds(4 + perState / 50);
        int each = country.boundaryAt(moment, perState);
        if (Instant.now().isAfter(moment.minusSeconds(1))) {
            throw new IOException("the machine is too slow to set the boundary in time");
        }
        try (Arrivals arrivals = new Arrivals(stage.bootstrapServers(), each)) {
            sleepUntil(moment.minusMillis(800));
            CpuMeter cpu = CpuMeter.of(program.pid(), stage.postgresPid(), stage.kafkaPid());
            CpuMeter ofGateway = CpuMeter.of(gateway.pid());
            long before = cpu.micros();
            long beforeGateway = ofGateway.micros();
            Committed committed = Committed.watch(country, moment);
            OpenLoop.Outcome seen = listings.run(listing(), Map.of(), 200, WATCHED);
            boolean complete = Pace.until(Duration.ofMinutes(3), () -> arrivals.complete() && committed.all() != null);
            committed.close();
            System.out.printf("%n%s end and start (%d steps)%s:%n", what, 2 * each, complete ? "" : ", NOT COMPLETE");
            System.out.printf(Locale.ROOT,
                    "  committed: first state after %.2f s, all after %.2f s; published: first state after %.2f s, all after %.2f s; deepest outbox %d%n",
                    seconds(moment, committed.first()), seconds(moment, committed.all()),
                    seconds(moment, arrivals.firstState()), seconds(moment, arrivals.last()), committed.deepest());
            System.out.printf(Locale.ROOT, "  CPU: program-service, PostgreSQL and Kafka %.1f s, gateway %.1f s%n",
                    (cpu.micros() - before) / 1e6, (ofGateway.micros() - beforeGateway) / 1e6);
            System.out.printf("  a listing through the gateway meanwhile: %s, %d unexpected%n", seen.percentiles(),
                    seen.unexpected());
            if (arrivals.repeated() > 0 || arrivals.disordered() > 0) {
                System.out.printf("  %d steps told twice, %d out of order%n", arrivals.repeated(),
                        arrivals.disordered());
            }
            return new Outcome(1000 * seconds(moment, arrivals.last()));
        }
    }

    private static double seconds(Instant from, @org.jspecify.annotations.Nullable Instant to) {
        return to == null ? Double.NaN : Duration.between(from, to).toMillis() / 1000.0;
    }

    private static void sleepUntil(Instant moment) {
        Pace.millis(Math.max(0, Duration.between(Instant.now(), moment).toMillis()));
    }
}
