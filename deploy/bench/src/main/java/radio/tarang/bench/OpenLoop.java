package radio.tarang.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.Histogram;

/**
 * Requests at a fixed rate, each timed from the moment it was meant to leave: a request that had to wait for a free connection
 * or a stalled server carries that wait, as a listener would. One thread and HTTP/1.1 connections kept alive; it spins, which
 * needs a core of its own, or sleeps until there is something to do, where the servers need all cores. A request that is not
 * answered is counted, and waited for no longer than {@link #GIVE_UP}.
 */
public final class OpenLoop {

    /** @param unanswered of those sent; they are in the histogram with the time they were waited for */
    public record Outcome(Histogram micros, long sent, long unexpected, long unanswered, double perSecond) {

        public String percentiles() {
            return "p50 %.2f · p95 %.2f · p99 %.2f · p99.9 %.2f · max %.2f ms".formatted(millis(50), millis(95),
                    millis(99), millis(99.9), millis(100))
                    + (unanswered == 0 ? "" : " · %d of %d NOT ANSWERED".formatted(unanswered, sent));
        }

        public double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    private static final Duration GIVE_UP = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final int connections;
    private final double perSecond;
    private final boolean spinning;

    public OpenLoop(int connections, double perSecond) {
        this(connections, perSecond, true);
    }

    private OpenLoop(int connections, double perSecond, boolean spinning) {
        this.connections = connections;
        this.perSecond = perSecond;
        this.spinning = spinning;
    }

    /** The same, at the price of a few hundredths of a millisecond per request, without taking a core. */
    public OpenLoop sleeping() {
        return new OpenLoop(connections, perSecond, false);
    }

    public Outcome run(URI target, Map<String, String> headers, int expectedStatus, Duration length)
            throws IOException {
        return new Run(target, request(target, headers), expectedStatus, length).toTheEnd();
    }

    private final class Run {

        private final URI target;
        private final byte[] request;
        private final int expectedStatus;
        private final long total;
        private final Histogram micros = new Histogram(GIVE_UP.toNanos() / 1000 * 2, 3);
        private final ArrayDeque<KeptConnection> idle = new ArrayDeque<>();
        private final double gapNanos = 1e9 / perSecond;
        private long sent;
        private long answered;
        private long unexpected;
        private long unanswered;
        private long start;
        private long lastAnswer;
        private long lookedAt;

        Run(URI target, byte[] request, int expectedStatus, Duration length) {
            this.target = target;
            this.request = request;
            this.expectedStatus = expectedStatus;
            this.total = Math.round(perSecond * length.toNanos() / 1e9);
        }

        Outcome toTheEnd() throws IOException {
            try (Selector selector = Selector.open()) {
                for (int i = 0; i < connections; i++) {
                    idle.add(new KeptConnection(selector, target));
                }
                start = System.nanoTime();
                lastAnswer = start;
                lookedAt = start;
                Thread waking = spinning ? null : Thread.ofPlatform().daemon().start(() -> wakeOnTime(selector));
                while (answered + unanswered < total) {
                    if (spinning) {
                        selector.selectNow();
                    } else {
                        selector.select();
                    }
                    receive(selector);
                    sendWhatIsDue();
                    giveUp(selector);
                }
                if (waking != null) {
                    waking.interrupt();
                }
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
            return new Outcome(micros, sent, unexpected, unanswered, answered / ((lastAnswer - start) / 1e9));
        }

        /** A selector's own timer counts in milliseconds. */
        private void wakeOnTime(Selector selector) {
            for (long n = 1; !Thread.currentThread().isInterrupted(); n++) {
                LockSupport.parkNanos(dueAt(n) - System.nanoTime());
                selector.wakeup();
            }
        }

        private long dueAt(long number) {
            return start + (long) (number * gapNanos);
        }

        private void sendWhatIsDue() {
            long now = System.nanoTime();
            while (sent < total && !idle.isEmpty() && dueAt(sent) <= now) {
                idle.poll().send(request, dueAt(sent++));
            }
        }

        private void receive(Selector selector) throws IOException {
            for (SelectionKey key : selector.selectedKeys()) {
                KeptConnection connection = (KeptConnection) key.attachment();
                int status = connection.read();
                if (status != 0) {
                    lastAnswer = System.nanoTime();
                    record(lastAnswer - connection.intendedNanos);
                    answered++;
                    unexpected += status == expectedStatus ? 0 : 1;
                    connection.inFlight = false;
                    idle.add(connection);
                }
            }
            selector.selectedKeys().clear();
        }

        /** Closed connections, and after a while silent ones, make room for others. */
        private void giveUp(Selector selector) throws IOException {
            long now = System.nanoTime();
            if (now - lookedAt < LOOK_EVERY.toNanos()) {
                return;
            }
            lookedAt = now;
            for (SelectionKey key : List.copyOf(selector.keys())) {
                KeptConnection connection = (KeptConnection) key.attachment();
                boolean silent = connection.inFlight && now - connection.sentNanos > GIVE_UP.toNanos();
                if (key.isValid() && (connection.closed || silent)) {
                    if (connection.inFlight) {
                        record(GIVE_UP.toNanos());
                        unanswered++;
                    }
                    connection.channel.close();
                    idle.remove(connection);
                    idle.add(new KeptConnection(selector, target));
                }
            }
        }

        private void record(long nanos) {
            micros.recordValue(Math.min(nanos / 1000, micros.getHighestTrackableValue()));
        }
    }

    private static byte[] request(URI target, Map<String, String> headers) {
        StringBuilder text = new StringBuilder("GET ").append(target.getRawPath());
        if (target.getRawQuery() != null) {
            text.append('?').append(target.getRawQuery());
        }
        text.append(" HTTP/1.1\r\nHost: ").append(target.getAuthority()).append("\r\n");
        headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
