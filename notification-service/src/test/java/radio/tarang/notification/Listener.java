package radio.tarang.notification;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket client that can also misbehave: it speaks in raw frames. */
public final class Listener implements AutoCloseable {
    public static final int TEXT = 1;
    public static final int CONTINUATION = 0;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int FINAL = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final List<Integer> controls = new CopyOnWriteArrayList<>();
    private volatile String answer = "";
    private volatile int closeCode;
    private volatile boolean ended;

    private Listener(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    public static Listener connect(int port, String... headers) {
        Listener listener = connectUnread(port, 0, headers);
        listener.read();
        return listener;
    }

    /** Shakes hands, and then reads nothing until told to. @param receiveBuffer bytes, 0 for the system's choice */
    public static Listener connectUnread(int port, int receiveBuffer, String... headers) {
        try {
            Socket socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            Listener listener = new Listener(socket);
            listener.answer = listener.handshake(headers);
            if (!listener.answer.startsWith("HTTP/1.1 101")) {
                socket.close();
                throw new IllegalStateException(listener.answer);
            }
            return listener;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String handshake(String... headers) throws IOException {
        StringBuilder request = new StringBuilder(
                "GET /ws HTTP/1.1\r\nHost: localhost:8085\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        while (!answer.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            answer.write(next);
        }
        return answer.toString(StandardCharsets.US_ASCII);
    }

    /** The head of the answer to the handshake. */
    public String answer() {
        return answer;
    }

    /** Starts reading. */
    public void read() {
        Thread.ofVirtual().start(() -> {
            try {
                while (!ended) {
                    frame();
                }
            } catch (IOException gone) {
                ended = true;
            }
        });
    }

    private void frame() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        long length = in.readUnsignedByte();
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] payload = in.readNBytes((int) length);
        if (opcode == TEXT) {
            received.add(JsonMapper.shared().readTree(payload));
        } else {
            controls.add(opcode);
            if (opcode == CLOSE) {
                closeCode = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
                ended = true;
                socket.close();
            }
        }
    }

    public Listener say(String json) {
        return frame(FINAL | TEXT, json.getBytes(StandardCharsets.UTF_8));
    }

    public Listener subscribe(String stateId) {
        return say("{\"type\":\"SUBSCRIBE_STATE\",\"payload\":{\"stateId\":\"" + stateId + "\"}}");
    }

    public Listener subscribe(String stateId, String cursor) {
        return say("{\"type\":\"SUBSCRIBE_STATE\",\"payload\":{\"stateId\":\"" + stateId + "\",\"cursor\":\"" + cursor
                + "\"}}");
    }

    /** A masked frame. @param first its first byte: final bit and opcode */
    public Listener frame(int first, byte[] payload) {
        try {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(first);
            if (payload.length < 126) {
                frame.write(0x80 | payload.length);
            } else if (payload.length <= 0xFFFF) {
                frame.write(0x80 | 126);
                frame.write(payload.length >> 8);
                frame.write(payload.length);
            } else {
                frame.write(0x80 | 127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    frame.write((int) ((long) payload.length >> shift));
                }
            }
            frame.write(new byte[4]); // a mask of zeros leaves the payload as it is
            frame.write(payload);
            return raw(frame.toByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Listener raw(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    public List<JsonNode> received() {
        return List.copyOf(received);
    }

    public List<JsonNode> ofType(String type) {
        return received.stream().filter(message -> type.equals(message.path("type").asString(""))).toList();
    }

    /** Messages about a programme, as {@code TYPE sequence}. */
    public List<String> told(String programId) {
        List<String> told = new ArrayList<>();
        for (JsonNode message : received) {
            JsonNode payload = message.path("payload");
            if (programId.equals(payload.path("programId").asString(""))) {
                told.add(message.path("type").asString("") + " " + payload.path("sequence").asInt(0));
            }
        }
        return told;
    }

    public JsonNode await(String type) {
        return await(message -> type.equals(message.path("type").asString("")));
    }

    public JsonNode await(Predicate<JsonNode> wanted) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10))
                .until(() -> received.stream().anyMatch(wanted));
        return received.stream().filter(wanted).findFirst().orElseThrow();
    }

    public JsonNode awaitTold(String type, String programId) {
        return await(message -> type.equals(message.path("type").asString(""))
                && programId.equals(message.path("payload").path("programId").asString("")));
    }

    /** The code of the close frame. */
    public int awaitClosed() {
        Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10)).until(() -> ended);
        return closeCode;
    }

    public boolean isOpen() {
        return !ended;
    }

    public List<Integer> controls() {
        return List.copyOf(controls);
    }

    public String cursor() {
        return received.getLast().path("cursor").asString("");
    }

    @Override
    public void close() {
        try {
            ended = true;
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
