package radio.tarang.faults;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import radio.tarang.faults.stage.Pace;
import radio.tarang.faults.stage.Stage;
import radio.tarang.faults.stage.Topic;

/**
 * The auditor's comparison of three accounts of the same programmes: what was acknowledged, what the database holds, and what was
 * committed to the topic. A relay may send an event twice; twice in effect would be two events for one version.
 */
final class Comparison {

    record Row(String status, long version) {
    }

    /** What is compared of a record: of a whole country's hour there are too many to keep them whole. */
    record Told(long sequence, String eventId, String type) {
    }

    private final Verdict verdict;
    private final Map<String, Row> rows;
    private final Map<String, List<Told>> events = new HashMap<>();

    private Comparison(Verdict verdict, Map<String, Row> rows, Topic topic) {
        this.verdict = verdict;
        this.rows = rows;
        topic.read(event -> {
            if (rows.containsKey(event.key())) {
                events.computeIfAbsent(event.key(), key -> new ArrayList<>())
                        .add(new Told(event.sequence(), event.eventId(), event.type()));
            }
        });
    }

    /** Once everything written has left the outbox, or the limit is over, which is a broken promise of its own. */
    static Comparison of(Theatre theatre, Verdict verdict, Collection<String> programIds, Duration limit)
            throws IOException {
        long start = System.nanoTime();
        boolean drained = Pace.until(limit, () -> count(theatre.stage(), "select count(*) from outbox") == 0);
        verdict.figure("outbox empty %d ms after the end", (System.nanoTime() - start) / 1_000_000);
        verdict.expect(drained, "the outbox still holds %d rows after %d s",
                count(theatre.stage(), "select count(*) from outbox"),
                limit.toSeconds());
        long dead = count(theatre.stage(), "select count(*) from outbox_dead");
        verdict.expect(dead == 0, "%d events were given up (outbox_dead)", dead);
        return new Comparison(verdict, rows(theatre.stage(), programIds), theatre.events());
    }

    private static long count(Stage stage, String sql) {
        try (Connection connection = stage.connect("program");
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet result = query.executeQuery()) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            return -1;
        }
    }

    private static Map<String, Row> rows(Stage stage, Collection<String> programIds) throws IOException {
        Map<String, Row> rows = new HashMap<>();
        try (Connection connection = stage.connect("program");
                PreparedStatement query = connection
                        .prepareStatement("select id, status, version from program where id = any (?)")) {
            query.setArray(1, connection.createArrayOf("uuid", programIds.stream().map(UUID::fromString).toArray()));
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.put(result.getString("id"), new Row(result.getString("status"), result.getLong("version")));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IOException("cannot read the programmes", e);
        }
    }

    /** Every acknowledged write is in the database, and its version was published. */
    void acknowledged(List<Auditor.Acknowledged> writes) {
        int lost = 0;
        int silent = 0;
        for (Auditor.Acknowledged write : writes) {
            Row row = rows.get(write.programId());
            lost += row == null || row.version() < write.version() ? 1 : 0;
            silent += of(write.programId()).stream().anyMatch(event -> event.sequence() == write.version()) ? 0 : 1;
        }
        verdict.figure("%d acknowledged writes", writes.size());
        verdict.expect(lost == 0, "%d of %d acknowledged writes are not in the database", lost, writes.size());
        verdict.expect(silent == 0, "%d of %d acknowledged writes were never published", silent, writes.size());
    }

    void published() {
        publishedFrom(1);
    }

    /** Every version from that one to the row's was published, in order, and as one event each; the last record is the row. */
    void publishedFrom(long first) {
        int missing = 0;
        int doubled = 0;
        int disordered = 0;
        int stale = 0;
        int repeats = 0;
        for (Map.Entry<String, Row> entry : rows.entrySet()) {
            Map<Long, Set<String>> idsBySequence = new HashMap<>();
            Set<String> types = new HashSet<>();
            long newest = 0;
            for (Told event : of(entry.getKey())) {
                boolean fresh = !idsBySequence.containsKey(event.sequence());
                disordered += fresh && event.sequence() < newest ? 1 : 0;
                repeats += fresh ? 0 : 1;
                newest = Math.max(newest, event.sequence());
                idsBySequence.computeIfAbsent(event.sequence(), sequence -> new HashSet<>()).add(event.eventId());
                types.add(event.type());
            }
            long version = entry.getValue().version();
            for (long sequence = first; sequence <= version; sequence++) {
                missing += idsBySequence.containsKey(sequence) ? 0 : 1;
            }
            doubled += (int) idsBySequence.values().stream().filter(ids -> ids.size() > 1).count();
            List<Told> all = of(entry.getKey());
            stale += all.isEmpty() || all.getLast().sequence() != version ? 1 : 0;
        }
        verdict.figure("%d programmes, %d records of theirs in the topic, %d of them repeats", rows.size(),
                events.values().stream().mapToInt(List::size).sum(), repeats);
        verdict.expect(missing == 0, "%d versions were never published", missing);
        verdict.expect(doubled == 0, "%d versions were published as two different events", doubled);
        verdict.expect(disordered == 0, "%d events came after a newer one of the same programme", disordered);
        verdict.expect(stale == 0, "%d programmes end in the topic with another version than in the database", stale);
    }

    /** Every programme went through these transitions exactly once. */
    void transitioned(int programs, String status, String... types) {
        verdict.expect(rows.size() == programs, "%d programmes in the database, expected %d", rows.size(), programs);
        long others = rows.values().stream().filter(row -> !row.status().equals(status)).count();
        verdict.expect(others == 0, "%d programmes are not %s", others, status);
        for (String type : types) {
            long wrong = rows.keySet().stream()
                    .filter(id -> of(id).stream().filter(event -> event.type().equals(type)).map(Told::eventId)
                            .distinct().count() != 1)
                    .count();
            verdict.expect(wrong == 0, "%d programmes were not announced exactly once as %s", wrong, type);
        }
    }

    private List<Told> of(String programId) {
        return events.getOrDefault(programId, List.of());
    }
}
