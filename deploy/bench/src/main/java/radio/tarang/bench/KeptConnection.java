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

import org.jspecify.annotations.Nullable;

/** One connection to a server, kept alive, with at most one request in flight. */
final class KeptConnection {

    final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    long intendedNanos;
    long sentNanos;
    boolean inFlight;
    boolean closed;
    private long received;
    private long due;
    private int status;

    KeptConnection(Selector selector, URI target) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(target.getHost(), target.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(byte[] request, long intended) {
        intendedNanos = intended;
        sentNanos = System.nanoTime();
        inFlight = true;
        received = 0;
        status = 0;
        buffer.clear();
        ByteBuffer bytes = ByteBuffer.wrap(request);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            closed = true;
        }
    }

    /** The status of the answer when it is complete, else 0. A body is counted, not kept: it may be of any length. */
    int read() throws IOException {
        closed |= !readable();
        if (closed) {
            return 0;
        }
        if (status == 0) {
            head();
        }
        if (status == 0) {
            return 0;
        }
        buffer.clear();
        return received >= due ? status : 0;
    }

    private boolean readable() {
        try {
            int count = channel.read(buffer);
            received += Math.max(0, count);
            return count >= 0;
        } catch (IOException e) {
            return false;
        }
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
