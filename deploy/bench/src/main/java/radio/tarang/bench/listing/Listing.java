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
import radio.tarang.bench.Nginx;
import radio.tarang.bench.OpenLoop;
import radio.tarang.bench.Sample;
import radio.tarang.bench.Side;
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
                String session = scene.stage().issuer().session();
                Side gateway = new Side("gateway, listener with a session", scene.listing(),
                        Map.of("X-Session-Id", session), ours);
                Side notModified = new Side("gateway, the same, 304", scene.listing(), Map.of("X-Session-Id", session,
                        "If-None-Match", answer.headers().getOrDefault("etag", "\"none\"")), ours);
                Side nobody = new Side("gateway, nobody but an address", scene.listing(), PLAIN, ours);
                Side user = new Side("gateway, user with a token", scene.listing(), Map.of("Authorization",
                        "Bearer " + scene.stage().issuer().token("listener", List.of("listener"))), ours);
                Side best = new Side("nginx static, file kept open", kept.uri(Scene.PATH), PLAIN,
                        CpuMeter.of(kept.pid()));
                Side plain = new Side("nginx static, Debian's settings", opened.uri(Scene.PATH), PLAIN,
                        CpuMeter.of(opened.pid()));
                Side proxied = new Side("nginx proxying nginx", proxy.uri(Scene.PATH), PLAIN,
                        CpuMeter.of(proxy.pid(), kept.pid()));
                Side upstream = new Side("nginx proxying program-service", front.uri(Scene.PATH), PLAIN,
                        CpuMeter.of(front.pid(), scene.program().pid(), scene.stage().postgresPid()));
                cost(gateway, notModified, List.of(nobody, user), List.of(best, plain, proxied, upstream));
                waiting(scene.listing(), Map.of("X-Session-Id", session), kept.uri(Scene.PATH), ours,
                        CpuMeter.of(kept.pid()));
            }
        }
    }

    private void cost(Side gateway, Side notModified, List<Side> callers, List<Side> peers) throws IOException {
        prove(peers.getFirst());
        gateway.warmUntilFlat(load);
        notModified.warmUntilFlat(load);
        for (Side caller : callers) {
            caller.warmUntilFlat(load);
        }
        peers.getLast().warmUntilFlat(load); // program-service is a JVM too
        List<Side> sides = new ArrayList<>(List.of(gateway, notModified));
        sides.addAll(callers);
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
        for (Side caller : callers) {
            System.out.printf("%s as a share of %s: %s%n", gateway.name(), caller.name(),
                    gateway.against(caller).with("%"));
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

    private void waiting(URI gateway, Map<String, String> headers, URI nginx, CpuMeter ours, CpuMeter theirs)
            throws IOException {
        OpenLoop open = new OpenLoop(64, PEAK_PER_SECOND);
        open.run(gateway, headers, 200, round);
        System.out.printf(
                "%nP2 open loop at %.0f/s, 64 connections, from the intended send time (bar p95 20 ms, p99 50 ms):%n",
                PEAK_PER_SECOND);
        for (int i = 0; i < rounds; i++) {
            waiting("gateway", open, gateway, headers, ours);
            waiting("nginx static", open, nginx, headers, theirs);
        }
    }

    private void waiting(String name, OpenLoop open, URI uri, Map<String, String> headers, CpuMeter servers)
            throws IOException {
        long before = servers.micros();
        OpenLoop.Outcome outcome = open.run(uri, headers, 200, round);
        System.out.printf("  %-13s %6.0f/s  %s  %d unexpected, %.1f µs CPU each%n", name, outcome.perSecond(),
                outcome.percentiles(),
                outcome.unexpected(), (double) (servers.micros() - before) / outcome.sent());
    }
}
