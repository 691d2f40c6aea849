package radio.tarang.program.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.program.Area;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.ProgramRow;
import radio.tarang.program.Refusal;
import radio.tarang.program.StationRef;
import radio.tarang.program.schedule.Schedule.Show;
import radio.tarang.program.web.Paging;

/** The schedules. Whoever writes has locked the station. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Schedules {
    record Due(UUID id, UUID stationId) {
    }

    record Page(List<Schedule> schedules, long total) {
    }

    private static final String SELECT = "SELECT c.*, s.name AS station_name, s.area FROM schedule c JOIN station s ON s.id = c.station_id ";

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Schedules(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Transactional(readOnly = true)
    Optional<Schedule> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE c.id = :id").param("id", id).query(this::schedule).optional();
    }

    /** By title. */
    @Transactional(readOnly = true)
    Page page(@Nullable UUID stationId, @Nullable Boolean active, Paging paging) {
        String where = "WHERE (:station::uuid IS NULL OR c.station_id = :station) AND (:active::boolean IS NULL OR c.active = :active) ";
        Map<String, @Nullable Object> params = new HashMap<>();
        params.put("station", stationId);
        params.put("active", active);
        params.put("limit", paging.limit());
        params.put("offset", paging.offset());
        List<Schedule> page = jdbc.sql(SELECT + where + "ORDER BY c.title, c.id LIMIT :limit OFFSET :offset")
                .params(params).query(this::schedule).list();
        return new Page(page, jdbc.sql("SELECT count(*) FROM schedule c " + where).params(params).query(Long.class)
                .single());
    }

    Optional<Schedule> lock(UUID id) {
        return jdbc.sql(SELECT + "WHERE c.id = :id FOR UPDATE OF c").param("id", id).query(this::schedule).optional();
    }

    /** What has something to generate, by id. */
    @Transactional(readOnly = true)
    List<Due> due(Instant now, UUID after, int limit) {
        return jdbc.sql("""
                SELECT id, station_id FROM schedule WHERE due_at <= :now AND id > :after
                ORDER BY id LIMIT :limit
                """).param("now", Area.utc(now)).param("after", after).param("limit", limit)
                .query((row, _) -> new Due(row.getObject("id", UUID.class), row.getObject("station_id", UUID.class)))
                .list();
    }

    /** Empty if another replica was faster. */
    Optional<Schedule> lockDue(UUID id, Instant now) {
        return jdbc.sql(SELECT + "WHERE c.id = :id AND c.due_at <= :now FOR UPDATE OF c").param("id", id)
                .param("now", Area.utc(now)).query(this::schedule).optional();
    }

    int ofStation(UUID stationId) {
        return jdbc.sql("SELECT count(*) FROM schedule WHERE station_id = :station").param("station", stationId)
                .query(Integer.class).single();
    }

    void add(Schedule schedule) {
        jdbc.sql(
                """
                        INSERT INTO schedule (id, station_id, title, description, category, host_name, language, image_url, tags, days, start_time,
                          end_time, time_zone, valid_from, valid_until, active, exceptions, created_at, updated_at, version)
                        VALUES (:id, :station_id, :title, :description, :category, :host_name, :language, :image_url, :tags, :days, :start_time,
                          :end_time, :time_zone, :valid_from, :valid_until, :active, :exceptions::jsonb, :created_at, :updated_at, :version)
                        """)
                .params(values(schedule)).update();
    }

    void save(Schedule schedule) {
        int changed = jdbc
                .sql("""
                        UPDATE schedule
                        SET title = :title, description = :description, category = :category, host_name = :host_name, language = :language,
                          image_url = :image_url, tags = :tags, days = :days, start_time = :start_time, end_time = :end_time,
                          time_zone = :time_zone, valid_from = :valid_from, valid_until = :valid_until, active = :active,
                          exceptions = :exceptions::jsonb, updated_at = :updated_at, version = :version
                        WHERE id = :id AND version = :version - 1
                        """)
                .params(values(schedule)).update();
        if (changed != 1) {
            throw Refusal.changedMeanwhile();
        }
    }

    void dueAt(UUID id, @Nullable Instant at) {
        jdbc.sql("UPDATE schedule SET due_at = :at WHERE id = :id").param("at", Area.utc(at)).param("id", id).update();
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM schedule WHERE id = :id").param("id", id).update();
    }

    private Map<String, @Nullable Object> values(Schedule schedule) {
        ProgramDetails d = schedule.show().details();
        Recurrence r = schedule.show().recurrence();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", schedule.id());
        values.put("station_id", schedule.station().id());
        values.put("title", d.title());
        values.put("description", d.description());
        values.put("category", d.category());
        values.put("host_name", d.hostName());
        values.put("language", d.language());
        values.put("image_url", d.imageUrl());
        values.put("tags", new SqlArrayValue("text", d.tags().toArray()));
        values.put("days", new SqlArrayValue("text", r.days().stream().map(DayOfWeek::name).toArray()));
        values.put("start_time", r.start());
        values.put("end_time", r.end());
        values.put("time_zone", r.zone().getId());
        values.put("valid_from", r.validFrom());
        values.put("valid_until", r.validUntil());
        values.put("active", schedule.show().active());
        values.put("exceptions", json.writeValueAsString(r.exceptions().values()));
        values.put("created_at", Area.utc(schedule.createdAt()));
        values.put("updated_at", Area.utc(schedule.updatedAt()));
        values.put("version", schedule.version());
        return values;
    }

    private Schedule schedule(ResultSet row, int number) throws SQLException {
        ProgramDetails details = new ProgramDetails(row.getString("title"), row.getString("description"),
                row.getString("category"), row.getString("host_name"), null, row.getString("language"),
                row.getString("image_url"), ProgramRow.texts(row, "tags"), null);
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        ProgramRow.texts(row, "days").forEach(day -> days.add(DayOfWeek.valueOf(day)));
        TreeMap<LocalDate, Deviation> exceptions = new TreeMap<>();
        for (Deviation exception : json.readValue(row.getString("exceptions"), Deviation[].class)) {
            exceptions.put(exception.date(), exception);
        }
        Recurrence recurrence = new Recurrence(days, row.getObject("start_time", LocalTime.class),
                row.getObject("end_time", LocalTime.class), ZoneId.of(row.getString("time_zone")),
                row.getObject("valid_from", LocalDate.class), row.getObject("valid_until", LocalDate.class),
                exceptions);
        return new Schedule(row.getObject("id", UUID.class),
                new StationRef(row.getObject("station_id", UUID.class), row.getString("station_name"),
                        Area.stateId(row.getString("area"))),
                new Show(details, recurrence, row.getBoolean("active")),
                Objects.requireNonNull(ProgramRow.instant(row, "created_at")),
                Objects.requireNonNull(ProgramRow.instant(row, "updated_at")), row.getLong("version"));
    }
}
