package radio.tarang.program.importing;

import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.program.Ids;
import radio.tarang.program.importing.ImportJob.Counts;
import radio.tarang.program.importing.ImportJob.Problem;
import radio.tarang.program.importing.ImportJob.Status;

/** The jobs and the bytes of those that are not done. A job belongs to the worker that claimed it until its lease runs out. */
@Repository
class ImportJobs {
    private static final int CHUNK_BYTES = 256 * 1024;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;
    private final Ids ids;

    ImportJobs(JdbcClient jdbc, ObjectMapper json, Clock clock, Ids ids) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Queues a file; if the very same one is still queued or running, that job is the answer.
     *
     * @param started is told of a new job, within the transaction that queues it
     */
    @Transactional
    UUID queue(ImportFile file, ImportFormat format, @Nullable UUID stationId, boolean createStations,
            Consumer<ImportJob> started) throws IOException {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('import ' || ?, 0))").param(file.sha256()).query()
                .listOfRows();
        Optional<UUID> twin = jdbc.sql("""
                SELECT id FROM import_job
                WHERE status IN ('queued', 'running') AND content_sha256 = :sha256 AND format = :format
                  AND station_id IS NOT DISTINCT FROM :station::uuid AND create_stations = :create
                """).param("sha256", file.sha256()).param("format", format.word()).param("station", stationId)
                .param("create", createStations).query(UUID.class).optional();
        if (twin.isPresent()) {
            return twin.get();
        }
        UUID id = ids.next(null, clock.instant());
        jdbc.sql(
                """
                        INSERT INTO import_job (id, format, status, station_id, create_stations, content_sha256, content_bytes, counts,
                          created_at)
                        VALUES (:id, :format, 'queued', :station::uuid, :create, :sha256, :bytes, :counts::jsonb, :now)
                        """)
                .param("id", id).param("format", format.word()).param("station", stationId)
                .param("create", createStations)
                .param("sha256", file.sha256()).param("bytes", file.bytes())
                .param("counts", json.writeValueAsString(Counts.NONE)).param("now", utc(clock.instant())).update();
        started.accept(find(id).orElseThrow());
        try (InputStream in = file.open()) {
            int position = 0;
            for (byte[] chunk = in.readNBytes(CHUNK_BYTES); chunk.length > 0; chunk = in.readNBytes(CHUNK_BYTES)) {
                jdbc.sql("INSERT INTO import_content (job_id, position, bytes) VALUES (?, ?, ?)")
                        .params(id, position++, chunk).update();
            }
        }
        return id;
    }

    Optional<ImportJob> find(UUID id) {
        return jdbc.sql("SELECT * FROM import_job WHERE id = ?").param(id).query(this::job).optional();
    }

    /** Newest first. */
    List<ImportJob> page(int offset, int limit) {
        return jdbc.sql("SELECT * FROM import_job ORDER BY created_at DESC, id DESC OFFSET ? LIMIT ?")
                .params(offset, limit)
                .query(this::job).list();
    }

    int count() {
        return jdbc.sql("SELECT count(*) FROM import_job").query(Integer.class).single();
    }

    /** The oldest job that nobody works on; it is this worker's for the length of the lease. Seen from outside it runs from now on. */
    Optional<ImportJob> claim(UUID worker, Duration lease) {
        return jdbc
                .sql("""
                        UPDATE import_job
                        SET status = 'running', worker = ?, lease_until = clock_timestamp() + ? * interval '1 ms', attempts = attempts + 1,
                            started_at = coalesce(started_at, ?)
                        WHERE id = (SELECT id FROM import_job
                                    WHERE status = 'queued' OR status = 'running' AND lease_until < clock_timestamp()
                                    ORDER BY created_at FOR UPDATE SKIP LOCKED LIMIT 1)
                        RETURNING *
                        """)
                .params(worker, lease.toMillis(), utc(clock.instant())).query(this::job).optional();
    }

    /** How often the job was claimed since its last batch that got through. */
    int attempts(UUID id) {
        return jdbc.sql("SELECT attempts FROM import_job WHERE id = ?").param(id).query(Integer.class).single();
    }

    /** Within the transaction of a batch: what it brought. @throws LeaseLost if the job is not this worker's any more */
    void advance(UUID id, UUID worker, Duration lease, long position, double progress, ImportTally tally) {
        require(jdbc.sql("""
                UPDATE import_job
                SET position = ?, progress = ?, counts = ?::jsonb, errors = ?::jsonb, error_count = ?, attempts = 0,
                    lease_until = clock_timestamp() + ? * interval '1 ms'
                WHERE id = ? AND worker = ? AND status = 'running'
                """)
                .params(position, progress, json.writeValueAsString(tally.counts()),
                        json.writeValueAsString(tally.errors()),
                        tally.errorCount(), lease.toMillis(), id, worker)
                .update());
    }

    /** A sign of life between batches. */
    void renew(UUID id, UUID worker, Duration lease) {
        require(jdbc.sql("""
                UPDATE import_job SET lease_until = clock_timestamp() + ? * interval '1 ms'
                WHERE id = ? AND worker = ? AND status = 'running'
                """).params(lease.toMillis(), id, worker).update());
    }

    /** Gives the job back, for another replica or the next start to go on with. */
    void release(UUID id, UUID worker) {
        jdbc.sql("""
                UPDATE import_job SET status = 'queued', worker = NULL, lease_until = NULL
                WHERE id = ? AND worker = ? AND status = 'running'
                """).params(id, worker).update();
    }

    /** The end: the bytes go, the verdict stays. */
    @Transactional
    void finish(UUID id, UUID worker, Status verdict, ImportTally tally) {
        require(jdbc
                .sql("""
                        UPDATE import_job
                        SET status = ?, progress = CASE WHEN ? THEN 1 ELSE progress END, counts = ?::jsonb, errors = ?::jsonb, error_count = ?,
                            finished_at = ?, worker = NULL, lease_until = NULL
                        WHERE id = ? AND worker = ? AND status = 'running'
                        """)
                .params(verdict.word(), verdict == Status.COMPLETED, json.writeValueAsString(tally.counts()),
                        json.writeValueAsString(tally.errors()), tally.errorCount(), utc(clock.instant()), id, worker)
                .update());
        jdbc.sql("DELETE FROM import_content WHERE job_id = ?").param(id).update();
    }

    int forgetFinishedBefore(Instant time) {
        return jdbc.sql("DELETE FROM import_job WHERE finished_at < ?").param(utc(time)).update();
    }

    /** The file's bytes, fetched chunk by chunk. */
    ImportContent content(UUID id) {
        return new ImportContent(
                position -> jdbc.sql("SELECT bytes FROM import_content WHERE job_id = ? AND position = ?")
                        .params(id, position).query(byte[].class).optional());
    }

    private static void require(int updated) {
        if (updated == 0) {
            throw new LeaseLost();
        }
    }

    private ImportJob job(ResultSet row, int number) throws SQLException {
        return new ImportJob(row.getObject("id", UUID.class),
                ImportFormat.ofWord(row.getString("format")).orElseThrow(),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getObject("station_id", UUID.class),
                row.getBoolean("create_stations"), row.getLong("content_bytes"), row.getDouble("progress"),
                row.getLong("position"),
                json.readValue(row.getString("counts"), Counts.class),
                List.of(json.readValue(row.getString("errors"), Problem[].class)),
                row.getInt("error_count"), row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("started_at")),
                instant(row.getTimestamp("finished_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Somebody else took the job over: whatever this worker was about to write must not count. */
    static final class LeaseLost extends RuntimeException {
    }
}
