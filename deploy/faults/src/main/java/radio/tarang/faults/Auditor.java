package radio.tarang.faults;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import tools.jackson.databind.json.JsonMapper;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;

/**
 * Keeps what the platform acknowledged: for every write answered with 2xx, the programme and the version it was told. A write without
 * an answer is neither here nor refused: it may or may not be there. The full log goes to a file, line by line.
 */
public final class Auditor implements Api.Witness, AutoCloseable {

    /** @param version the version that was acknowledged: the effect of this write, visible to everybody from then on */
    public record Acknowledged(String programId, long version) {
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BufferedWriter log;
    private final List<Acknowledged> acknowledged = new CopyOnWriteArrayList<>();
    private final AtomicLong requests = new AtomicLong();

    public Auditor(Path file) throws IOException {
        this.log = Files.newBufferedWriter(file);
    }

    @Override
    public void saw(String method, String path, String sent, Answer answer) {
        requests.incrementAndGet();
        write(Map.of("at", Instant.now().toString(), "request", method + " " + path, "sent", sent, "status",
                answer.status(), "millis",
                answer.took().toMillis(), "answer", method.equals("GET") ? "" : answer.body()));
        if (!method.equals("GET") && path.contains("/admin/programs") && answer.isSuccess()
                && !answer.body().isEmpty()) {
            acknowledged.add(new Acknowledged(answer.text("id"), answer.json().path("version").asLong(0)));
        }
    }

    /** Everything acknowledged since an earlier {@link #mark()}. */
    public List<Acknowledged> acknowledgedSince(int mark) {
        List<Acknowledged> all = List.copyOf(acknowledged);
        return all.subList(mark, all.size());
    }

    public int mark() {
        return acknowledged.size();
    }

    public long requests() {
        return requests.get();
    }

    private synchronized void write(Map<String, Object> line) {
        try {
            log.write(JSON.writeValueAsString(line));
            log.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
    }
}
