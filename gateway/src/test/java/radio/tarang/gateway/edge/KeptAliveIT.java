package radio.tarang.gateway.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every request that is sent is read and answered, whoever answered the one before it on the same connection, and when. */
class KeptAliveIT extends GatewayStory {

    private static final String LARGE = "x".repeat(86_000);

    @Autowired
    EdgeCache cache;

    @BeforeEach
    void feedIsCurrent() {
        await().atMost(Duration.ofSeconds(20)).until(cache::feedCurrent);
    }

    /** Read on demand: who answers at once what had to wait behind another answer must leave a read behind. */
    @ParameterizedTest
    @ValueSource(strings = {"GET kept", "HEAD kept", "GET /", "GET /health", "GET /nothing", "GET slow"})
    void theRequestAfterOneThatWaitedItsTurnIsRead(String waiting) throws IOException {
        String kept = path();
        String slow = path();
        PROGRAM.on(kept, Reply.listing("{}", 60, "t"));
        PROGRAM.on(slow, Reply.of(200, "{}").after(Duration.ofMillis(100)));
        get(kept);
        String second = waiting.replace("kept", kept).replace("slow", slow);
        try (Listener listener = new Listener(port, 65_536)) {
            listener.send("GET " + slow, second);
            assertThat(listener.answer("GET")).isEqualTo(200);
            assertThat(listener.answer(second)).isIn(200, 404, 503);
            for (String next : List.of("GET " + kept, "GET " + slow, "GET /", "GET " + kept)) {
                listener.send(next);
                assertThat(listener.answer(next)).as(next).isEqualTo(200);
            }
        }
    }

    /** Answers are not heaped up in memory for one who asks and does not read, also where the service answered before. */
    @Test
    void whoDoesNotReadIsAnsweredNoMore() throws IOException {
        String kept = path();
        String passed = path();
        PROGRAM.on(kept, Reply.listing(LARGE, 60, "t"));
        PROGRAM.on(passed, Reply.of(200, "{}"));
        get(kept);
        try (Listener listener = new Listener(port, 65_536)) {
            listener.send("GET " + passed);
            assertThat(listener.answer("GET")).isEqualTo(200);
            long hits = cache.hits.sum();
            AtomicLong before = new AtomicLong(-1);
            listener.askWithoutReading(
                    "GET " + kept + " HTTP/1.1\r\nHost: x\r\nX-Padding: " + "p".repeat(8_000) + "\r\n\r\n", 2_000);
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> before.getAndSet(cache.hits.sum()) == cache.hits.sum());
            assertThat(cache.hits.sum() - hits).isBetween(1L, 500L);
        }
    }

    /**
     * Hits, misses, holds, refusals, HEAD and 304 at random on many connections, in one piece and in two, read slowly and
     * fast, while what is kept is purged and evicted all the time.
     */
    @Test
    void noAnswerIsLostWhileListingsArePurgedAndFilledAgain() throws Exception {
        List<String> listings = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String path = path();
            Random slow = new Random(i);
            PROGRAM.on(path, seen -> Reply.listing(LARGE, 60, path)
                    .after(Duration.ofMillis(slow.nextInt(4) == 0 ? 200 : slow.nextInt(20))));
            listings.add(path);
        }
        String passed = path();
        PROGRAM.on(passed, Reply.of(200, LARGE));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> purging = threads.submit(() -> purgeUntilInterrupted(listings));
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                all.add(threads.submit(talk(new Random(i), listings, passed)));
            }
            int answered = 0;
            try {
                for (Future<Integer> one : all) {
                    answered += one.get(30, TimeUnit.SECONDS);
                }
            } finally {
                purging.cancel(true);
            }
            assertThat(answered).isGreaterThan(1_000);
        }
    }

    private void purgeUntilInterrupted(List<String> listings) {
        Random random = new Random();
        while (!Thread.interrupted()) {
            cache.purge(List.of(listings.get(random.nextInt(listings.size()))), random.nextInt(20) == 0);
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    private Callable<Integer> talk(Random random, List<String> listings, String passed) {
        return () -> {
            int answered = 0;
            try (Listener listener = new Listener(port, random.nextBoolean() ? 4_096 : 262_144)) {
                long end = System.nanoTime() + 3_000_000_000L;
                while (System.nanoTime() < end) {
                    String[] asked = new String[1 + random.nextInt(8) / 7];
                    for (int i = 0; i < asked.length; i++) {
                        asked[i] = question(random, listings, passed);
                    }
                    listener.sendIn(random.nextInt(6) == 0 ? 1 + random.nextInt(20) : 0, asked);
                    for (String one : asked) {
                        assertThat(listener.answer(one)).as(one + " after " + answered).isIn(200, 304, 404, 503);
                        answered++;
                    }
                }
            }
            return answered;
        };
    }

    private static String question(Random random, List<String> listings, String passed) {
        String listing = listings.get(random.nextInt(listings.size()));
        return switch (random.nextInt(12)) {
            case 0 -> "HEAD " + listing;
            case 1 -> "GET " + passed;
            case 2 -> "GET /health";
            case 3 -> "GET /nothing";
            case 4 -> "GET /";
            case 5 -> "GET " + listing + " HTTP/1.1\r\nIf-None-Match: *";
            default -> "GET " + listing;
        };
    }

    /** One connection, with at most a few requests on their way. */
    private static final class Listener implements AutoCloseable {

        private final Socket socket = new Socket();
        private final InputStream in;

        Listener(int port, int receiveBuffer) throws IOException {
            socket.setReceiveBufferSize(receiveBuffer);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setSoTimeout(5_000);
            in = new java.io.BufferedInputStream(socket.getInputStream(), receiveBuffer);
        }

        void send(String... questions) throws IOException {
            sendIn(0, questions);
        }

        /** Two segments, the first of that many bytes; 0: one. */
        void sendIn(int first, String... questions) throws IOException {
            StringBuilder text = new StringBuilder();
            for (String question : questions) {
                text.append(question).append(question.contains(" HTTP/1.1") ? "" : " HTTP/1.1")
                        .append("\r\nHost: x\r\n\r\n");
            }
            byte[] bytes = text.toString().getBytes(ISO_8859_1);
            socket.getOutputStream().write(bytes, 0, first);
            if (first > 0) {
                socket.getOutputStream().flush();
                java.util.concurrent.locks.LockSupport.parkNanos(300_000);
            }
            socket.getOutputStream().write(bytes, first, bytes.length - first);
        }

        void askWithoutReading(String question, int times) {
            Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < times; i++) {
                        socket.getOutputStream().write(question.getBytes(ISO_8859_1));
                    }
                } catch (IOException closed) {
                    // The server takes no more, and we have seen enough.
                }
            });
        }

        /** Reads exactly one answer. */
        int answer(String to) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            int lineEnds = 0;
            while (lineEnds < 4) {
                int b = in.read();
                assertThat(b).as("the connection stays").isNotNegative();
                head.write(b);
                lineEnds = b == (lineEnds % 2 == 0 ? '\r' : '\n') ? lineEnds + 1 : 0;
            }
            String text = head.toString(ISO_8859_1);
            int status = Integer.parseInt(text.substring(9, 12));
            if (status != 304 && !to.startsWith("HEAD")) {
                String fields = text.toLowerCase(Locale.ROOT);
                int at = fields.indexOf("content-length: ") + 16;
                assertThat(in.readNBytes(Integer.parseInt(fields.substring(at, fields.indexOf('\r', at))))).isNotNull();
            }
            return status;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
