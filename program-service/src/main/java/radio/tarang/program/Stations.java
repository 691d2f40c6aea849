package radio.tarang.program;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.outbox.Outbox;

/** The stations. Like {@link Programs}, it writes events: row and record in the caller's transaction together. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Stations {
    public static final RowMapper<Station> ROW = (row, _) -> station(row);
    private static final String SELECT = "SELECT * FROM station ";

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Wire wire;

    Stations(JdbcClient jdbc, Outbox outbox, Wire wire) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.wire = wire;
    }

    @Transactional(readOnly = true)
    public Optional<Station> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE id = :id").param("id", id).query(ROW).optional();
    }

    /** All stations by name; there are hundreds, not millions. */
    @Transactional(readOnly = true)
    public List<Station> all() {
        return jdbc.sql(SELECT + "ORDER BY name, id").query(ROW).list();
    }

    @Transactional(readOnly = true)
    public Optional<Station> findByExternalId(String externalId) {
        return jdbc.sql(SELECT + "WHERE external_id = :externalId").param("externalId", externalId).query(ROW)
                .optional();
    }

    /** The station, locked until the transaction ends: its schedule does not change under whoever holds this. */
    public Optional<Station> lock(UUID id) {
        return jdbc.sql(SELECT + "WHERE id = :id FOR NO KEY UPDATE").param("id", id).query(ROW).optional();
    }

    public void add(StationEvent event) {
        try {
            jdbc.sql(
                    """
                            INSERT INTO station (id, name, area, languages, stream_url, external_id, created_at, updated_at, version)
                            VALUES (:id, :name, :area, :languages, :stream_url, :external_id, :created_at, :updated_at, :version)
                            """)
                    .params(values(event.station())).update();
        } catch (DuplicateKeyException e) {
            throw externalIdTaken();
        }
        outbox.append(wire.records(event));
    }

    public void save(StationEvent event) {
        int changed;
        try {
            changed = jdbc
                    .sql("""
                            UPDATE station
                            SET name = :name, languages = :languages, stream_url = :stream_url, external_id = :external_id, updated_at = :updated_at,
                              version = :version
                            WHERE id = :id AND version = :version - 1
                            """)
                    .params(values(event.station())).update();
        } catch (DuplicateKeyException e) {
            throw externalIdTaken();
        }
        refuseUnless(changed == 1);
        outbox.append(wire.records(event));
    }

    /** Only a station that never had a programme or schedule, or whose were all deleted. */
    public void delete(StationEvent event) {
        int deleted;
        try {
            deleted = jdbc.sql("DELETE FROM station WHERE id = :id AND version = :version - 1")
                    .param("id", event.station().id())
                    .param("version", event.station().version()).update();
        } catch (DataIntegrityViolationException e) {
            throw new Refusal(Refusal.Reason.STATION_IN_USE, "Delete the station's programmes and schedules first.");
        }
        refuseUnless(deleted == 1);
        outbox.append(wire.records(event));
    }

    private static Station station(ResultSet row) throws SQLException {
        return new Station(row.getObject("id", UUID.class), row.getString("name"), Area.stateId(row.getString("area")),
                ProgramRow.texts(row, "languages"), row.getString("stream_url"), row.getString("external_id"),
                ProgramRow.required(row, "created_at"), ProgramRow.required(row, "updated_at"), row.getLong("version"));
    }

    private static Map<String, @Nullable Object> values(Station station) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", station.id());
        values.put("name", station.name());
        values.put("area", Area.of(station.stateId()));
        values.put("languages", ProgramRow.array(station.languages()));
        values.put("stream_url", station.streamUrl());
        values.put("external_id", station.externalId());
        values.put("created_at", Area.utc(station.createdAt()));
        values.put("updated_at", Area.utc(station.updatedAt()));
        values.put("version", station.version());
        return values;
    }

    private static void refuseUnless(boolean held) {
        if (!held) {
            throw Refusal.changedMeanwhile();
        }
    }

    private static Refusal externalIdTaken() {
        return new Refusal(Refusal.Reason.EXTERNAL_ID_TAKEN, "Another station has this external id.");
    }
}
