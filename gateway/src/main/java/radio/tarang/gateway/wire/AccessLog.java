package radio.tarang.gateway.wire;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Takes lines from the event loops and writes them on a thread of its own. Bounded: when the writer cannot follow, lines are
 * dropped and counted, and no answer waits.
 */
@Component
class AccessLog implements SmartLifecycle {

    private static final int CAPACITY = 32_768;
    private static final int BATCH = 1_024;
    /** The writer looks for lines this often: a wake-up per line would cost more than the line. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final ArrayBlockingQueue<AccessLine> lines = new ArrayBlockingQueue<>(CAPACITY);
    private final AccessLogProperties settings;
    private final AccessFormat format;
    private final Counter dropped;
    private volatile boolean running;
    private @Nullable Thread writer;

    AccessLog(AccessLogProperties settings, MeterRegistry meters,
            @Value("${tarang.session.keys:}") String sessionKeys) {
        this.settings = settings;
        format = new AccessFormat(settings.accessLogParameters(), pseudonymKey(sessionKeys));
        dropped = Counter.builder("access_log_dropped").description("Answers without a line: the writer was behind")
                .register(meters);
    }

    /** The same person has the same pseudonym on every replica; without shared keys, on this one until it stops. */
    private static byte[] pseudonymKey(String sessionKeys) {
        if (!sessionKeys.isBlank()) {
            return ("access log:" + sessionKeys.split(",", 2)[0]).getBytes(UTF_8);
        }
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return random;
    }

    boolean on() {
        return settings.accessLog();
    }

    void write(AccessLine line) {
        if (!lines.offer(line)) {
            dropped.increment();
        }
    }

    @Override
    public void start() {
        if (on()) {
            running = true;
            writer = Thread.ofPlatform().daemon().name("access-log").start(this::drain);
        }
    }

    /** Last to stop but one: what was answered during a graceful end is written too. */
    @Override
    public void stop() {
        running = false;
        Thread ending = writer;
        if (ending != null) {
            LockSupport.unpark(ending);
            try {
                ending.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1;
    }

    private void drain() {
        List<AccessLine> batch = new ArrayList<>(BATCH);
        StringBuilder text = new StringBuilder(BATCH * 400);
        try (OutputStream out = open(settings.accessLogFile())) {
            while (running || !lines.isEmpty()) {
                if (lines.drainTo(batch, BATCH) == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    continue;
                }
                batch.forEach(line -> format.append(text, line));
                out.write(text.toString().getBytes(UTF_8));
                out.flush();
                batch.clear();
                text.setLength(0);
            }
        } catch (IOException e) {
            // A full disk must not stop answers: from here on lines are dropped and counted.
            org.slf4j.LoggerFactory.getLogger(AccessLog.class).error("The access log cannot be written", e);
        }
    }

    private static OutputStream open(@Nullable Path file) throws IOException {
        // Not closed with us where it is the process's own: others write there too.
        return file == null
                ? new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)) {
                    @Override
                    public void close() throws IOException {
                        flush();
                    }
                }
                : Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
