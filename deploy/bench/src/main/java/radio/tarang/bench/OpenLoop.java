package radio.tarang.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Requests at a fixed rate, each timed from the moment it was meant to leave: a request that had to wait for a free connection
 * or a stalled server carries that wait, as a listener would. One spinning thread and HTTP/1.1 connections kept alive.
 */
public final class OpenLoop {

    public record Outcome(Histogram micros, long sent, long unexpected, double perSecond) {

        public String percentiles() {
            return "p50 %.2f · p95 %.2f · p99 %.2f · p99.9 %.2f · max %.2f ms".formatted(millis(50), millis(95),
                    millis(99),
                    millis(99.9), millis(100));
        }

        public double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    private static final Duration GIVE_UP = Duration.ofSeconds(10);

    private final int connections;
    private final double perSecond;

    public OpenLoop(int connections, double perSecond) {
        this.connections = connections;
        this.perSecond = perSecond;
    }

    public Outcome run(URI target, Map<String, String> headers, int expectedStatus, Duration length)
            throws IOException {
        byte[] request = request(target, headers);
        Histogram micros = new Histogram(GIVE_UP.toNanos() / 1000 * 2, 3);
        long total = Math.round(perSecond * length.toNanos() / 1e9);
        double gapNanos = 1e9 / perSecond;
        long sent = 0;
        long answered = 0;
        long unexpected = 0;
        ArrayDeque<Connection> idle = new ArrayDeque<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                idle.add(new Connection(selector, target));
            }
            long start = System.nanoTime();
            long end = start;
            while (answered < total) {
                long now = System.nanoTime();
                while (sent < total && !idle.isEmpty() && start + (long) (sent * gapNanos) <= now) {
                    idle.poll().send(request, start + (long) (sent++ * gapNanos));
                }
                selector.selectNow();
                for (SelectionKey key : selector.selectedKeys()) {
                    Connection connection = (Connection) key.attachment();
                    int status = connection.read();
                    if (status != 0) {
                        end = System.nanoTime();
                        micros.recordValue(
                                Math.min((end - connection.intendedNanos) / 1000, micros.getHighestTrackableValue()));
                        answered++;
                        unexpected += status == expectedStatus ? 0 : 1;
                        idle.add(connection);
                    }
                }
                selector.selectedKeys().clear();
                if (now - end > GIVE_UP.toNanos() && now - start > GIVE_UP.toNanos()) {
                    throw new IOException("no answer from " + target + " for " + GIVE_UP);
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return new Outcome(micros, sent, unexpected, answered / ((end - start) / 1e9));
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

    /** One connection with at most one request in flight. */
    private static final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
        private long intendedNanos;
        private long received;
        private long due;
        private int status;

        Connection(Selector selector, URI target) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(target.getHost(), target.getPort()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(byte[] request, long intended) throws IOException {
            intendedNanos = intended;
            received = 0;
            status = 0;
            buffer.clear();
            ByteBuffer bytes = ByteBuffer.wrap(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** The status of the answer when it is complete, else 0. A body is counted, not kept: it may be of any length. */
        int read() throws IOException {
            int count = channel.read(buffer);
            if (count < 0) {
                throw new IOException("the server closed a connection that was to be kept alive");
            }
            received += count;
            if (status == 0) {
                head();
            }
            if (status == 0) {
                return 0;
            }
            buffer.clear();
            return received >= due ? status : 0;
        }

        private void head() throws IOException {
            int end = headEnd();
            if (end >= 0) {
                byte[] bytes = new byte[end];
                buffer.get(0, bytes);
                String text = new String(bytes, StandardCharsets.ISO_8859_1);
                status = Integer.parseInt(text.substring(9, 12));
                due = end + bodyLength(text, status);
            } else if (!buffer.hasRemaining()) {
                throw new IOException("a head of more than " + buffer.capacity() + " bytes");
            }
        }

        private int headEnd() {
            for (int i = 3; i < buffer.position(); i++) {
                if (buffer.get(i) == '\n' && buffer.get(i - 2) == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }

        private static int bodyLength(String head, int status) throws IOException {
            @Nullable
            String length = header(head, "content-length:");
            if (length != null) {
                return status == 304 ? 0 : Integer.parseInt(length);
            }
            if (status == 304 || status == 204) {
                return 0;
            }
            throw new IOException("an answer without Content-Length: " + head);
        }

        private static @Nullable String header(String head, String lowerCaseName) {
            for (String line : head.split("\r\n")) {
                if (line.regionMatches(true, 0, lowerCaseName, 0, lowerCaseName.length())) {
                    return line.substring(lowerCaseName.length()).strip();
                }
            }
            return null;
        }
    }
}
