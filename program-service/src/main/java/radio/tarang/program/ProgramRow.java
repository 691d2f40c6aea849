package radio.tarang.program;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.SqlArrayValue;

/** How a programme and its row translate into each other, for the store and the read models. */
public final class ProgramRow {
    /** What {@link #MAPPER} reads, from {@code program p JOIN station s}. */
    public static final String COLUMNS = """
            p.id, p.station_id, s.name AS station_name, p.area, p.title, p.description, p.category, p.host_name, p.host_id, p.language,
            p.image_url, p.tags, p.external_id, p.schedule_id, p.occurrence, p.scheduled_start, p.scheduled_end, p.announced_start,
            p.announced_end, p.actual_start, p.actual_end, p.status, p.created_by, p.created_at, p.updated_at, p.version""";

    public static final RowMapper<Program> MAPPER = (row, _) -> program(row);

    private ProgramRow() {
    }

    private static Program program(ResultSet row) throws SQLException {
        StationRef station = new StationRef(row.getObject("station_id", UUID.class), row.getString("station_name"),
                Area.stateId(row.getString("area")));
        ProgramDetails details = new ProgramDetails(row.getString("title"), row.getString("description"),
                row.getString("category"),
                row.getString("host_name"), row.getString("host_id"), row.getString("language"),
                row.getString("image_url"),
                texts(row, "tags"), row.getString("external_id"));
        return new Program(row.getObject("id", UUID.class), station, occurrence(row), details,
                new Slot(required(row, "scheduled_start"), required(row, "scheduled_end")), announced(row),
                ProgramStatus.ofWord(row.getString("status")).orElseThrow(), instant(row, "actual_start"),
                instant(row, "actual_end"), row.getObject("created_by", UUID.class),
                required(row, "created_at"), required(row, "updated_at"), row.getLong("version"));
    }

    private static @Nullable Occurrence occurrence(ResultSet row) throws SQLException {
        UUID scheduleId = row.getObject("schedule_id", UUID.class);
        return scheduleId == null ? null : new Occurrence(scheduleId, row.getObject("occurrence", LocalDate.class));
    }

    private static @Nullable Slot announced(ResultSet row) throws SQLException {
        Instant start = instant(row, "announced_start");
        return start == null ? null : new Slot(start, required(row, "announced_end"));
    }

    /** The row's values by column name. */
    static Map<String, @Nullable Object> values(Program program) {
        ProgramDetails d = program.details();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", program.id());
        values.put("station_id", program.station().id());
        values.put("area", Area.of(program.station().stateId()));
        values.put("title", d.title());
        values.put("description", d.description());
        values.put("category", d.category());
        values.put("host_name", d.hostName());
        values.put("host_id", d.hostId());
        values.put("language", d.language());
        values.put("image_url", d.imageUrl());
        values.put("tags", array(d.tags()));
        values.put("external_id", d.externalId());
        Occurrence occurrence = program.occurrence();
        values.put("schedule_id", occurrence == null ? null : occurrence.scheduleId());
        values.put("occurrence", occurrence == null ? null : occurrence.date());
        Slot announced = program.announced();
        values.put("announced_start", announced == null ? null : Area.utc(announced.start()));
        values.put("announced_end", announced == null ? null : Area.utc(announced.end()));
        values.put("scheduled_start", Area.utc(program.slot().start()));
        values.put("scheduled_end", Area.utc(program.slot().end()));
        values.put("actual_start", Area.utc(program.actualStart()));
        values.put("actual_end", Area.utc(program.actualEnd()));
        values.put("status", program.status().word());
        values.put("created_by", program.createdBy());
        values.put("created_at", Area.utc(program.createdAt()));
        values.put("updated_at", Area.utc(program.updatedAt()));
        values.put("version", program.version());
        return values;
    }

    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    public static Instant required(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(instant(row, column), column);
    }

    public static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }

    /** One column of many rows, as text the statement casts: the driver cannot send arrays of instants. */
    static SqlArrayValue column(Collection<Program> programs, Function<Program, @Nullable Object> value) {
        return new SqlArrayValue("text",
                programs.stream().map(value).map(v -> v == null ? null : v.toString()).toArray());
    }

    static SqlArrayValue array(List<String> texts) {
        return new SqlArrayValue("text", texts.toArray());
    }
}
