package radio.tarang.faults.story;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;

import tools.jackson.databind.json.JsonMapper;

import radio.tarang.faults.stage.Stage;
import radio.tarang.faults.stage.Topic;
import radio.tarang.faults.stage.Topic.Published;

import static org.assertj.core.api.Assertions.assertThat;

/** What table and topic say of some stations' programmes. */
final class Records {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Stage stage;
    private final List<String> stations = new ArrayList<>();

    private record Step(long sequence, String eventId, String causedBy) {
    }

    Records(Stage stage) {
        this.stage = stage;
    }

    void follow(String station) {
        stations.add(station);
    }

    /** For a query: all stations that are followed. */
    String stations() {
        return String.join(", ", stations.stream().map(UUID::fromString).map(id -> "'" + id + "'").toList());
    }

    /** Every programme with all that is stored of it. */
    List<String> programs() throws SQLException {
        return rows("SELECT p::text FROM program p WHERE station_id IN (" + stations() + ") ORDER BY id");
    }

    /** The first column. */
    List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = stage.connect("program");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    /** The last change of each was caused by that of the one before it. */
    void areOneChain(List<String> programs) {
        Map<String, List<Step>> told = told();
        for (int n = 1; n < programs.size(); n++) {
            assertThat(last(told, programs.get(n)).causedBy()).isEqualTo(last(told, programs.get(n - 1)).eventId());
        }
    }

    private static Step last(Map<String, List<Step>> told, String program) {
        List<Step> steps = told.getOrDefault(program, List.of());
        assertThat(steps).as(program).isNotEmpty();
        return steps.getLast();
    }

    /** Once all is told: every version of every programme, in order, and no programme that is not in the table. */
    void areWithoutGapOrRepeat() throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        for (String row : rows("SELECT concat(id, ' ', version) FROM program WHERE station_id IN (" + stations()
                + ")")) {
            versions.put(row.split(" ")[0], Long.parseLong(row.split(" ")[1]));
        }
        Map<String, List<Step>> told = told();
        assertThat(told.keySet()).isEqualTo(versions.keySet());
        told.forEach((id, steps) -> {
            List<Step> distinct = steps.stream().distinct().toList(); // a relay may say the same twice
            assertThat(distinct.stream().map(Step::sequence)).as(id).containsExactlyElementsOf(
                    LongStream.rangeClosed(1, Objects.requireNonNull(versions.get(id))).boxed().toList());
        });
    }

    private Map<String, List<Step>> told() {
        Map<String, List<Step>> told = new HashMap<>();
        for (Published event : new Topic(stage.bootstrapServers(), "program.events").read()) {
            if (event.type().startsWith("program.") && event.value() != null
                    && stations.contains(JSON.readTree(event.value()).path("stationId").asString())) {
                told.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(
                        new Step(event.sequence(), event.eventId(), event.header("ce_causationid")));
            }
        }
        return told;
    }
}
