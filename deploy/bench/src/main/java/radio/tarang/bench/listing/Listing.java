package radio.tarang.bench.listing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import radio.tarang.bench.ClosedLoop;
import radio.tarang.bench.CpuMeter;
import radio.tarang.bench.Machine;
import radio.tarang.bench.OpenLoop;
import radio.tarang.bench.Tools;

/** The command: {@code deploy/bench/listing [--brief]}. */
public final class Listing {

    private static final int CONNECTIONS = 32;
    private static final double PEAK_PER_SECOND = 11_500;
    private static final Map<String, String> PLAIN = Map.of();

    private final ClosedLoop load = new ClosedLoop(CONNECTIONS, 1);
    private final int rounds;
    private final Duration round;

    private Listing(boolean brief) {
        this.rounds = brief ? 2 : 5;
        this.round = Duration.ofSeconds(brief ? 3 : 6);
    }

    public static void main(String[] arguments) throws IOException {
        Tools.require("nginx nginx-light", "wrk wrk", "taskset util-linux");
        System.out.println(Machine.describe());
        new Listing(List.of(arguments).contains("--brief")).run();
    }

    private void run() throws IOException {
        try (Scene scene = Scene.set()) {
            Sample answer = scene.fresh();
            System.out.printf("listing: %d bytes of body, %d of headers, %s%n", answer.body().length,
                    answer.headerBytes(),
                    answer.headers().getOrDefault("cache-status", "no Cache-Status"));
            var folder = scene.stage().folder();
            try (Nginx kept = Nginx.ofFile(folder.resolve("nginx-kept"), 0, Scene.PATH, answer);
                    Nginx opened = Nginx.ofFileByDefault(folder.resolve("nginx-opened"), 0, Scene.PATH, answer);
                    Nginx proxy = Nginx.proxying(folder.resolve("nginx-proxy"), 0, kept.uri(""));
                    Nginx front = Nginx.proxying(folder.resolve("nginx-front"), 0, scene.program().uri())) {
                for (Nginx peer : List.of(kept, opened, proxy)) {
                    answer.requireSameAs(Sample.of(peer.uri(Scene.PATH)), "nginx");
                }
                System.out.println(
                        "nginx static, nginx proxy and the gateway answer the same bytes under the same headers");
                CpuMeter ours = CpuMeter.of(scene.gateway().pid(), scene.program().pid());
                Side gateway = new Side("gateway", scene.listing(), PLAIN, ours);
                Side notModified = new Side("gateway, 304", scene.listing(),
                        Map.of("If-None-Match", answer.headers().getOrDefault("etag", "\"none\"")), ours);
                Side best = new Side("nginx static, file kept open", kept.uri(Scene.PATH), PLAIN,
                        CpuMeter.of(kept.pid()));
                Side plain = new Side("nginx static, Debian's settings", opened.uri(Scene.PATH), PLAIN,
                        CpuMeter.of(opened.pid()));
                Side proxied = new Side("nginx proxying nginx", proxy.uri(Scene.PATH), PLAIN,
                        CpuMeter.of(proxy.pid(), kept.pid()));
                Side upstream = new Side("nginx proxying program-service", front.uri(Scene.PATH), PLAIN,
                        CpuMeter.of(front.pid(), scene.program().pid(), scene.stage().postgresPid()));
                cost(gateway, notModified, List.of(best, plain, proxied, upstream));
                waiting(scene.listing(), kept.uri(Scene.PATH), ours, CpuMeter.of(kept.pid()));
            }
        }
    }

    private void cost(Side gateway, Side notModified, List<Side> peers) throws IOException {
        prove(peers.getFirst());
        warm(gateway);
        warm(notModified);
        warm(peers.getLast()); // program-service is a JVM too
        List<Side> sides = new ArrayList<>(List.of(gateway, notModified));
        sides.addAll(peers);
        for (int i = 0; i < rounds; i++) {
            for (Side side : sides) {
                side.round(load, round);
            }
        }
        System.out.printf("%nCPU per request, %d connections, %d rounds of %d s each in turn, median (range):%n",
                CONNECTIONS, rounds,
                round.toSeconds());
        for (Side side : sides) {
            System.out.printf("  %-34s %-28s %8.0f/s   %s%n", side.name(), side.micros().with("µs"),
                    side.perSecond().median(), side.shares());
        }
        for (Side peer : peers) {
            System.out.printf("P1 gateway as a share of %s: %s%n", peer.name(), gateway.against(peer).with("%"));
        }
        System.out.printf("P3 304 as a share of 200: %s (bar 120)%n", notModified.against(gateway).with("%"));
        if (sides.stream().anyMatch(Side::disturbed)) {
            System.out.println("NOT FOR THE RECORD: somebody else had the cores, load " + Machine.load());
        }
    }

    /** The generator against the fastest peer: if it has nothing left to give there, it measures itself. */
    private void prove(Side limit) throws IOException {
        ClosedLoop.Outcome outcome = limit.warm(load, round);
        System.out.printf("generator proven on %s: %.0f/s, server %.0f %%, generator %.0f %% of a core%n", limit.name(),
                outcome.requestsPerSecond(), 100 * outcome.serverShare(), 100 * outcome.generatorShare());
        if (outcome.generatorShare() > 0.98 && outcome.serverShare() < 0.9) {
            throw new IllegalStateException(
                    "void: the generator is the bottleneck, or the machine is busy (load " + Machine.load() + ")");
        }
    }

    /** Until two bursts in a row cost the same within 3 %, at most 15 bursts. */
    private void warm(Side side) throws IOException {
        double before = Double.MAX_VALUE;
        for (int burst = 1; burst <= 15; burst++) {
            double now = side.warm(load, Duration.ofSeconds(3)).microsPerRequest();
            boolean flat = burst > 4 && Math.abs(now / before - 1) < 0.03;
            before = now;
            if (flat || burst == 15) {
                System.out.printf("%s %s after %d bursts of 3 s%n", side.name(), flat ? "flat" : "NOT flat", burst);
                return;
            }
        }
    }

    private void waiting(URI gateway, URI nginx, CpuMeter ours, CpuMeter theirs) throws IOException {
        OpenLoop open = new OpenLoop(64, PEAK_PER_SECOND);
        open.run(gateway, PLAIN, 200, round);
        System.out.printf(
                "%nP2 open loop at %.0f/s, 64 connections, from the intended send time (bar p95 20 ms, p99 50 ms):%n",
                PEAK_PER_SECOND);
        for (int i = 0; i < rounds; i++) {
            waiting("gateway", open, gateway, ours);
            waiting("nginx static", open, nginx, theirs);
        }
    }

    private void waiting(String name, OpenLoop open, URI uri, CpuMeter servers) throws IOException {
        long before = servers.micros();
        OpenLoop.Outcome outcome = open.run(uri, PLAIN, 200, round);
        System.out.printf("  %-13s %6.0f/s  %s  %d unexpected, %.1f µs CPU each%n", name, outcome.perSecond(),
                outcome.percentiles(),
                outcome.unexpected(), (double) (servers.micros() - before) / outcome.sent());
    }
}
