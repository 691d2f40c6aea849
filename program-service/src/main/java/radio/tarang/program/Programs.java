package radio.tarang.program;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.outbox.Outbox;
import radio.tarang.outbox.OutboxEvent;

/**
 * The programmes. Everything that writes takes events, and puts row and record into the caller's transaction together. Rows are locked ({@link #lock}) or
 * compared by version before they change, so the outbox holds each programme's events in order.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Programs {
    private static final String SELECT = "SELECT " + ProgramRow.COLUMNS
            + " FROM program p JOIN station s ON s.id = p.station_id ";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batches;
    private final Outbox outbox;
    private final Wire wire;
    private final TransitionCounts counts;

    Programs(JdbcClient jdbc, NamedParameterJdbcOperations batches, Outbox outbox, Wire wire, TransitionCounts counts) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.outbox = outbox;
        this.wire = wire;
        this.counts = counts;
    }

    @Transactional(readOnly = true)
    public Optional<Program> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE p.id = :id").param("id", id).query(ProgramRow.MAPPER).optional();
    }

    /** The programme, locked until the transaction ends. */
    public Optional<Program> lock(UUID id) {
        return jdbc.sql(SELECT + "WHERE p.id = :id FOR UPDATE OF p").param("id", id).query(ProgramRow.MAPPER)
                .optional();
    }

    /** Everything of one station that overlaps [from, to), whatever its status, by start. */
    @Transactional(readOnly = true)
    public List<Program> ofStation(UUID stationId, Instant from, Instant to) {
        return jdbc.sql(SELECT + """
                WHERE p.station_id = :station AND p.scheduled_start < :to AND p.scheduled_end > :from
                  AND p.scheduled_start > :from::timestamptz - interval '24 hours'
                ORDER BY p.scheduled_start, p.id
                """).param("station", stationId).param("from", Area.utc(from)).param("to", Area.utc(to))
                .query(ProgramRow.MAPPER).list();
    }

    @Transactional(readOnly = true)
    public List<Program> ofStationByExternalId(UUID stationId, Collection<String> externalIds) {
        return jdbc.sql(SELECT + "WHERE p.station_id = :station AND p.external_id = ANY (:externalIds)")
                .param("station", stationId)
                .param("externalIds", ProgramRow.array(List.copyOf(externalIds))).query(ProgramRow.MAPPER).list();
    }

    /** What is scheduled or live on a station in a slot, the programme itself excepted. Stable only while the station is locked. */
    public List<Program> overlapping(UUID stationId, Slot slot, @Nullable UUID except) {
        return ofStation(stationId, slot.start(), slot.end()).stream()
                .filter(program -> !program.status().isFinal() && !program.id().equals(except)).toList();
    }

    /**
     * What begins on a station at that moment or later and is not over, by start, locked until the transaction ends. Complete only while the station is
     * locked, too.
     */
    public List<Program> lockFollowing(UUID stationId, Instant from, int limit) {
        return jdbc.sql(SELECT + """
                WHERE p.station_id = :station AND p.scheduled_start >= :from AND p.status IN ('scheduled', 'live')
                ORDER BY p.scheduled_start, p.id LIMIT :limit FOR UPDATE OF p
                """).param("station", stationId).param("from", Area.utc(from)).param("limit", limit)
                .query(ProgramRow.MAPPER).list();
    }

    /** New programmes: scheduled ones, or recorded as ended. */
    public void add(Collection<ProgramEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        try {
            batches.batchUpdate(
                    """
                            INSERT INTO program (id, station_id, area, title, description, category, host_name, host_id, language, image_url, tags,
                              external_id, schedule_id, occurrence, scheduled_start, scheduled_end, announced_start, announced_end, actual_start,
                              actual_end, status, created_by, created_at, updated_at, version)
                            VALUES (:id, :station_id, :area, :title, :description, :category, :host_name, :host_id, :language, :image_url, :tags,
                              :external_id, :schedule_id, :occurrence, :scheduled_start, :scheduled_end, :announced_start, :announced_end, :actual_start,
                              :actual_end, :status, :created_by, :created_at, :updated_at, :version)
                            """,
                    rows(events));
        } catch (DuplicateKeyException e) {
            throw externalIdTaken();
        }
        append(events);
    }

    /** Somebody is erased: what they made stays, that it was they does not. No event says who it was, so none says this. */
    public void forgetCreator(UUID userId) {
        jdbc.sql("UPDATE program SET created_by = NULL WHERE created_by = ?").param(userId).update();
    }

    /** One changed programme: any of its columns. What had left the topic is in it again. */
    public void save(ProgramEvent event) {
        save(List.of(event));
    }

    /** Changed programmes, one event each, published in the order given. */
    public void save(List<ProgramEvent> events) {
        int[] changed;
        try {
            changed = batches.batchUpdate(
                    """
                            UPDATE program
                            SET title = :title, description = :description, category = :category, host_name = :host_name, host_id = :host_id,
                              language = :language, image_url = :image_url, tags = :tags, external_id = :external_id,
                              scheduled_start = :scheduled_start, scheduled_end = :scheduled_end, announced_start = :announced_start,
                              announced_end = :announced_end, actual_start = :actual_start, actual_end = :actual_end, status = :status,
                              updated_at = :updated_at, version = :version, expired_at = NULL
                            WHERE id = :id AND version = :version - 1
                            """,
                    rows(events));
        } catch (DuplicateKeyException e) {
            throw externalIdTaken();
        }
        refuseUnless(Arrays.stream(changed).allMatch(rows -> rows == 1));
        append(events);
    }

    /**
     * Steps of many locked programmes at once. Of a programme that took two steps both events are published, in the order given, and the last one is the
     * row.
     */
    public void advance(List<ProgramEvent> events) {
        Map<UUID, Program> last = new LinkedHashMap<>();
        events.forEach(event -> last.put(event.program().id(), event.program()));
        Collection<Program> rows = last.values();
        jdbc.sql(
                """
                        UPDATE program p
                        SET status = new.status, actual_start = new.actual_start, actual_end = new.actual_end, updated_at = new.updated_at,
                          version = new.version
                        FROM unnest(:ids::uuid[], :statuses::text[], :starts::timestamptz[], :ends::timestamptz[], :updates::timestamptz[],
                          :versions::bigint[]) AS new (id, status, actual_start, actual_end, updated_at, version)
                        WHERE p.id = new.id
                        """)
                .param("ids", ProgramRow.column(rows, Program::id))
                .param("statuses", ProgramRow.column(rows, p -> p.status().word()))
                .param("starts", ProgramRow.column(rows, Program::actualStart))
                .param("ends", ProgramRow.column(rows, Program::actualEnd))
                .param("updates", ProgramRow.column(rows, Program::updatedAt))
                .param("versions", ProgramRow.column(rows, Program::version))
                .update();
        append(events);
    }

    public void delete(ProgramEvent event) {
        int deleted = jdbc.sql("DELETE FROM program WHERE id = :id AND version = :version - 1")
                .param("id", event.program().id())
                .param("version", event.program().version()).update();
        refuseUnless(deleted == 1);
        append(List.of(event));
    }

    /** Takes locked programmes out of the topic; they stay here. */
    public void expire(List<Program> programs, Instant now) {
        jdbc.sql("UPDATE program SET expired_at = :now WHERE id = ANY (:ids::uuid[])").param("now", Area.utc(now))
                .param("ids", ProgramRow.column(programs, Program::id)).update();
        outbox.append(programs.stream().map(program -> wire.expiry(program, now)).toList());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<String, ?>[] rows(Collection<ProgramEvent> events) {
        return events.stream().map(event -> ProgramRow.values(event.program())).toArray(Map[]::new);
    }

    private void append(Collection<ProgramEvent> events) {
        List<OutboxEvent> records = new ArrayList<>(events.size());
        events.forEach(event -> records.addAll(wire.records(event)));
        outbox.append(records);
        counts.onCommit(events);
    }

    private static void refuseUnless(boolean held) {
        if (!held) {
            throw Refusal.changedMeanwhile();
        }
    }

    private static Refusal externalIdTaken() {
        return new Refusal(Refusal.Reason.EXTERNAL_ID_TAKEN, "Another programme of the station has this external id.");
    }
}
