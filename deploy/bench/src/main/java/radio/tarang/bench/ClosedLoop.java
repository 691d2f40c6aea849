package radio.tarang.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code wrk} on a core of its own: as many requests as the server can answer on 32 connections kept alive. It gives the cost
 * of a request, never a percentile, because a closed loop waits with the server and hides its stalls.
 */
public final class ClosedLoop {

    public record Outcome(long requests, long failures, double seconds, long serverCpuMicros, double generatorShare) {

        public double microsPerRequest() {
            return (double) serverCpuMicros / requests;
        }

        public double requestsPerSecond() {
            return requests / seconds;
        }

        /** Share of one core the servers used. */
        public double serverShare() {
            return serverCpuMicros / (seconds * 1e6);
        }
    }

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)(s|m|ms),");
    private static final Pattern NOT_2XX = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKET_ERRORS = Pattern
            .compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    private final int connections;
    private final int core;

    public ClosedLoop(int connections, int core) {
        this.connections = connections;
        this.core = core;
    }

    public Outcome run(URI target, Map<String, String> headers, Duration length, CpuMeter servers) throws IOException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", "" + core, "wrk", "-t1", "-c" + connections,
                "-d" + length.toSeconds() + "s", "--timeout", "10s"));
        headers.forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
        command.add(target.toString());
        long before = servers.micros();
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        long generatorMicros = watch(wrk);
        long after = servers.micros();
        return read(new String(wrk.getInputStream().readAllBytes()), after - before, generatorMicros);
    }

    /** The generator's CPU time dies with it, so it is read until the end; the last tenth of a second is lost. */
    private static long watch(Process wrk) throws IOException {
        CpuMeter meter = CpuMeter.of(wrk.pid());
        long micros = 0;
        try {
            while (!wrk.waitFor(Duration.ofMillis(100))) {
                micros = Math.max(micros, meter.micros());
            }
        } catch (InterruptedException e) {
            wrk.destroy();
            throw new IOException("interrupted", e);
        }
        return micros;
    }

    private static Outcome read(String output, long serverMicros, long generatorMicros) throws IOException {
        Matcher requests = REQUESTS.matcher(output);
        if (!requests.find()) {
            throw new IOException("wrk said: " + output);
        }
        double unit = switch (requests.group(3)) {
            case "ms" -> 1e-3;
            case "m" -> 60;
            default -> 1;
        };
        double seconds = Double.parseDouble(requests.group(2)) * unit;
        long failures = 0;
        Matcher not2xx = NOT_2XX.matcher(output);
        if (not2xx.find()) {
            failures += Long.parseLong(not2xx.group(1));
        }
        Matcher errors = SOCKET_ERRORS.matcher(output);
        if (errors.find()) {
            for (int i = 1; i <= 4; i++) {
                failures += Long.parseLong(errors.group(i));
            }
        }
        return new Outcome(Long.parseLong(requests.group(1)), failures, seconds, serverMicros,
                generatorMicros / (seconds * 1e6));
    }
}
