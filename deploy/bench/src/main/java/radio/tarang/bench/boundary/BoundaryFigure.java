package radio.tarang.bench.boundary;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;

import radio.tarang.bench.Machine;
import radio.tarang.bench.Spread;
import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.FeedClient;
import radio.tarang.faults.stage.JavaLaunch;
import radio.tarang.faults.stage.Pace;
import radio.tarang.faults.stage.Service;
import radio.tarang.faults.stage.Stage;

/** The command: {@code deploy/bench/boundary [--full-hour [--brief]]}. Twenty runs, four stations in four states at a time. */
public final class BoundaryFigure {

    private static final List<String> STATES = List.of("MH", "TN", "WB", "GJ");
    private static final int ROUNDS = 5;

    private BoundaryFigure() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        if (List.of(arguments).contains("--full-hour")) {
            FullHour.run(List.of(arguments).contains("--brief"));
            return;
        }
        System.out.println(Machine.describe());
        try (Stage stage = Stage.open()) {
            Service gateway = stage.gateway(JavaLaunch.QUICK.with("TARANG_LIMITS_FACTOR", "1000000"));
            stage.startAll(stage.program(JavaLaunch.QUICK), stage.notification(JavaLaunch.QUICK), gateway);
            try (Api api = new Api(gateway.uri(), (method, path, sent, answer) -> {
            }, stage.issuer().editor())) {
                List<Run> runs = runs(watches(stage, gateway, api));
                report(runs);
            }
        }
    }

    private static List<Watch> watches(Stage stage, Service gateway, Api api) {
        List<Watch> watches = new ArrayList<>();
        for (String state : STATES) {
            String station = api.createStation("Radio " + state, state).text("id");
            watches.add(new Watch(stage, api, FeedClient.subscribe(gateway.uri(), state), state, station));
        }
        return watches;
    }

    private static List<Run> runs(List<Watch> watches) throws InterruptedException, ExecutionException {
        List<Run> runs = new ArrayList<>();
        try (ExecutorService stations = Executors.newVirtualThreadPerTaskExecutor()) {
            // The first round is the JVMs' first boundary ever: it is run and not counted.
            for (int round = 0; round <= ROUNDS; round++) {
                List<Future<Run>> together = new ArrayList<>();
                for (Watch watch : watches) {
                    together.add(stations.submit(watch::once));
                    Pace.millis(137); // no two boundaries at the same moment
                }
                for (Future<Run> run : together) {
                    Run done = run.get();
                    if (round > 0) {
                        runs.add(done);
                    }
                }
            }
        } finally {
            watches.forEach(watch -> watch.listener().close());
        }
        return runs;
    }

    private static void report(List<Run> runs) {
        System.out.printf(
                "%d programmes, milliseconds from the boundary, median and (least–worst); the bar is 1000, the hard limit 5000:%n",
                runs.size());
        for (String kind : List.of("start", "end")) {
            List<Run.Boundary> boundaries = runs.stream().map(kind.equals("start") ? Run::start : Run::end).toList();
            print(kind + " → database commit", boundaries, Run.Boundary::toDatabaseMillis);
            print(kind + " → listing through the gateway", boundaries, Run.Boundary::toListingMillis);
            print(kind + " → WebSocket client through the gateway", boundaries, Run.Boundary::toListenerMillis);
        }
    }

    private static void print(String what, List<Run.Boundary> boundaries, ToLongFunction<Run.Boundary> millis) {
        Spread spread = Spread.of(boundaries.stream().map(boundary -> (double) millis.applyAsLong(boundary)).toList());
        System.out.printf("  %-46s %5.0f (%.0f–%.0f) ms%s%n", what, spread.median(), spread.least(), spread.most(),
                spread.least() < 0 ? "   EARLY" : spread.most() > 1000 ? "   OVER THE BAR" : "");
    }
}
