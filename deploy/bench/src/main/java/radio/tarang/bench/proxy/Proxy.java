package radio.tarang.bench.proxy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import radio.tarang.faults.stage.JavaLaunch;
import radio.tarang.faults.stage.Service;
import radio.tarang.faults.stage.Stage;

/** The command: {@code deploy/bench/proxy [--brief]}. */
public final class Proxy {

    /** A personal read: never kept by the edge cache, so every call is passed on. */
    private static final String PATH = "/api/v1/user/preferences";
    private static final int BODY_BYTES = 2_000;
    private static final int CONNECTIONS = 32;
    private static final double RATE_PER_SECOND = 500;

    private final ClosedLoop load = new ClosedLoop(CONNECTIONS, 1);
    private final int rounds;
    private final Duration round;

    private Proxy(boolean brief) {
        this.rounds = brief ? 2 : 5;
        this.round = Duration.ofSeconds(brief ? 3 : 8);
    }

    public static void main(String[] arguments) throws IOException {
        Tools.require("nginx nginx-light", "wrk wrk", "taskset util-linux");
        System.out.println(Machine.describe());
        new Proxy(List.of(arguments).contains("--brief")).run();
    }

    private void run() throws IOException {
        try (Stage stage = Stage.open();
                Nginx upstream = Nginx.ofFile(stage.folder().resolve("upstream"), 1, PATH, body());
                Nginx nginx = Nginx.proxying(stage.folder().resolve("nginx"), 0, upstream.uri(""));
                PlainGateway plain = PlainGateway.before(upstream.uri(""), 0, stage.folder().resolve("plain"))) {
            Service gateway = stage.gateway(JavaLaunch.FULL_SPEED.onCore(0).with("TARANG_LIMITS_FACTOR", "1000000")
                    .with("TARANG_WEB_ACCESS_LOG", "false")
                    .with("TARANG_SERVICES_USER", trimmed(upstream.uri(""))));
            stage.startAll(gateway);
            Map<String, String> user = Map.of("Authorization",
                    "Bearer " + stage.issuer().token("listener", List.of("listener")));
            compare(new Side("gateway, every filter on", gateway.uri().resolve(PATH), user,
                    CpuMeter.of(gateway.pid())),
                    new Side("plain Spring Cloud Gateway", plain.uri(PATH), user, CpuMeter.of(plain.pid())),
                    new Side("nginx proxy", nginx.uri(PATH), user, CpuMeter.of(nginx.pid())));
            waiting(gateway.uri().resolve(PATH), plain.uri(PATH), user);
        }
    }

    private void compare(Side gateway, Side plain, Side nginx) throws IOException {
        for (Side side : List.of(gateway, plain, nginx)) {
            side.warmUntilFlat(load);
        }
        for (int i = 0; i < rounds; i++) {
            gateway.round(load, round);
            plain.round(load, round);
            nginx.round(load, round);
        }
        System.out.printf("%nCPU of the proxy per call, 2 KB, %d connections, %d rounds of %d s each in turn, "
                + "median (range):%n", CONNECTIONS, rounds, round.toSeconds());
        for (Side side : List.of(gateway, plain, nginx)) {
            System.out.printf("  %-28s %-28s %8.0f/s   %s%n", side.name(), side.micros().with("µs"),
                    side.perSecond().median(), side.shares());
        }
        System.out.printf("P4 gateway as a share of plain Spring Cloud Gateway: %s (bar 90)%n",
                gateway.against(plain).with("%"));
        System.out.printf("   gateway as a share of nginx proxy: %s%n", gateway.against(nginx).with("%"));
        if (List.of(gateway, plain, nginx).stream().anyMatch(Side::disturbed)) {
            System.out.println("NOT FOR THE RECORD: somebody else had the cores, load " + Machine.load());
        }
    }

    private void waiting(URI gateway, URI plain, Map<String, String> user) throws IOException {
        OpenLoop open = new OpenLoop(64, RATE_PER_SECOND);
        System.out.printf("%nOpen loop at %.0f/s, 64 connections, from the intended send time:%n", RATE_PER_SECOND);
        for (int i = 0; i < Math.min(rounds, 3); i++) {
            System.out.printf("  gateway %s%n", open.run(gateway, user, 200, round).percentiles());
            System.out.printf("  plain   %s%n", open.run(plain, user, 200, round).percentiles());
        }
    }

    private static Sample body() {
        String text = "{\"languages\":[\"en\",\"hi\"],\"about\":\"" + "x".repeat(BODY_BYTES) + "\"}";
        return new Sample(200, text.getBytes(StandardCharsets.UTF_8),
                Map.of("content-type", "application/json", "cache-control", "private, no-store"));
    }

    private static String trimmed(URI uri) {
        String text = uri.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
