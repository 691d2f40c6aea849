package radio.tarang.bench.boundary;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import radio.tarang.bench.Country;
import radio.tarang.bench.Machine;
import radio.tarang.bench.OpenLoop;
import radio.tarang.faults.stage.JavaLaunch;
import radio.tarang.faults.stage.Pace;
import radio.tarang.faults.stage.Service;
import radio.tarang.faults.stage.Stage;

/**
 * The command {@code deploy/bench/boundary --full-hour}: what a full hour does to a country in which everybody changes programmes at once. First 500
 * programmes that end while 500 start, then 9 000, 18 000 and 36 000, the last once more with an import running beside it. With {@code --brief} no more
 * than 9 000, which leaves a figure for the CPU alone.
 */
final class FullHour {

    private static final double LISTINGS_PER_SECOND = 500;
    private static final int IMPORTED = 20_000;
    private static final Duration WATCHED = Duration.ofSeconds(12);
    /** Before the boundary: the import is in full swing then, and far from done. */
    private static final Duration IMPORT_AHEAD = Duration.ofSeconds(2);

    private final Stage stage;
    private final Country country;
    private final Service program;
    private final Service gateway;
    private final List<Integer> perState;
    private final OpenLoop listings = new OpenLoop(16, LISTINGS_PER_SECOND).sleeping();

    private FullHour(Stage stage, boolean brief) {
        this.stage = stage;
        this.perState = brief ? List.of(250) : List.of(250, 500, 1000);
        this.country = new Country(stage);
        this.program = stage.program(JavaLaunch.FULL_SPEED);
        this.gateway = stage.gateway(JavaLaunch.FULL_SPEED.with("TARANG_LIMITS_FACTOR", "1000000"));
    }

    static void run(boolean brief) throws IOException {
        System.out.println(Machine.describe());
        try (Stage stage = Stage.open()) {
            new FullHour(stage, brief).measure();
        }
    }

    private void measure() throws IOException {
        stage.startAll(program, gateway);
        country.openStations();
        country.fill(perState.getLast(), 180 * perState.getLast(), 0);
        listings.run(listing(), Map.of(), 200, WATCHED); // warming up
        hour("to warm up", 14, null);
        hour("to warm up", perState.getFirst(), null);
        OpenLoop.Outcome quiet = listings.run(listing(), Map.of(), 200, WATCHED);
        System.out.printf("%na listing through the gateway, %.0f/s, nothing else going on: %s%n", LISTINGS_PER_SECOND,
                quiet.percentiles());
        hour("500 programmes", 14, null);
        double first = 0;
        for (int each : perState) {
            double millis = hour("everybody: %,d".formatted(each * Country.STATES), each, null) / each;
            first = first == 0 ? millis : first;
            System.out.printf(Locale.ROOT, "  published %.0f µs a step, %.2f of the first%s%n",
                    1000 * millis / (2 * Country.STATES), millis / first,
                    millis / first > 1.15 ? "   OVER THE BAR of linear + 15 %" : "");
        }
        try (Import beside = new Import(stage, gateway.uri(), IMPORTED)) {
            hour("everybody, beside an import of %,d".formatted(IMPORTED), perState.getLast(), beside);
            beside.report();
        }
    }

    private URI listing() {
        return gateway.uri().resolve("/api/v1/programs/state/MH");
    }

    /** @return milliseconds from the boundary until all is published */
    private double hour(String what, int perState, @Nullable Import beside) throws IOException {
        country.run("VACUUM (ANALYZE) program");
        // Setting so many boundaries takes a while: the moment has to lie behind it.
        Instant moment = Instant.now().plusSeconds(6 + perState / 50);
        int each = country.boundaryAt(moment, perState);
        if (Instant.now().isAfter(moment.minusSeconds(3))) {
            throw new IOException("the machine is too slow to set the boundary in time");
        }
        try (Arrivals arrivals = new Arrivals(stage.bootstrapServers(), each)) {
            if (beside != null) {
                sleepUntil(moment.minus(IMPORT_AHEAD));
                beside.start();
            }
            sleepUntil(moment.minusMillis(800));
            Processes cpu = new Processes(program, gateway, stage);
            Committed committed = Committed.watch(country, moment);
            if (beside != null) {
                beside.watch(moment, () -> committed.all() != null);
            }
            OpenLoop.Outcome seen = listings.run(listing(), Map.of(), 200, WATCHED);
            boolean complete = Pace.until(Duration.ofMinutes(3), () -> arrivals.complete() && committed.all() != null);
            committed.close();
            System.out.printf("%n%s end and start (%d steps)%s:%n", what, 2 * each, complete ? "" : ", NOT COMPLETE");
            System.out.printf(Locale.ROOT,
                    "  committed: first state after %.2f s, all after %.2f s; published: first state after %.2f s, all after %.2f s; deepest outbox %d%n",
                    seconds(moment, committed.first()), seconds(moment, committed.all()),
                    seconds(moment, arrivals.firstState()), seconds(moment, arrivals.last()), committed.deepest());
            System.out.printf("  CPU: %s%n", cpu.used());
            System.out.printf("  a listing through the gateway meanwhile: %s, %d unexpected%n", seen.percentiles(),
                    seen.unexpected());
            if (arrivals.repeated() > 0 || arrivals.disordered() > 0) {
                System.out.printf("  %d steps told twice, %d out of order%n", arrivals.repeated(),
                        arrivals.disordered());
            }
            return 1000 * seconds(moment, arrivals.last());
        }
    }

    private static double seconds(Instant from, @Nullable Instant to) {
        return to == null ? Double.NaN : Duration.between(from, to).toMillis() / 1000.0;
    }

    private static void sleepUntil(Instant moment) {
        Pace.millis(Math.max(0, Duration.between(Instant.now(), moment).toMillis()));
    }
}
