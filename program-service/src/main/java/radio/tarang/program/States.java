package radio.tarang.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The 36 states and union territories. What they are called stands in {@code states.json}; their numbers and partitions are a contract between services and
 * come from {@code contracts/partitions.json} alone.
 */
@Component
public class States {
    private record Named(String id, String name, Map<String, String> nativeNames, String region, String timeZone,
            List<String> aliases) {
    }

    private static final ZoneId NATIONAL = ZoneId.of("Asia/Kolkata");

    private final List<State> all;
    private final Map<String, State> byCode = new HashMap<>();
    private final int partitions;

    public States(ObjectMapper json) {
        JsonNode contract = json.readTree(read("contracts/partitions.json"));
        partitions = contract.get("partitions").intValue();
        List<State> states = new ArrayList<>();
        for (Named named : json.readValue(read("states.json"), Named[].class)) {
            JsonNode place = contract.get("states").get(named.id());
            states.add(new State(named.id(), named.name(), named.nativeNames(), named.region(),
                    ZoneId.of(named.timeZone()),
                    List.copyOf(named.aliases()), place.get("number").intValue(), place.get("partition").intValue()));
        }
        all = List.copyOf(states);
        for (State state : all) {
            byCode.put(state.id(), state);
            state.aliases().forEach(alias -> byCode.put(alias, state));
        }
    }

    public List<State> all() {
        return all;
    }

    /** By code or former code, in either case. */
    public Optional<State> find(String code) {
        return Optional.ofNullable(byCode.get(code.toUpperCase(Locale.ROOT)));
    }

    /** Like {@link #find}, refusing what is unknown. */
    public State get(String code) {
        return find(code).orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_STATE, code));
    }

    /** Where a state's days begin; for the whole country (null) where they begin in the capital. */
    public ZoneId timeZone(@Nullable String stateId) {
        return stateId == null ? NATIONAL : get(stateId).timeZone();
    }

    /** The partition of a state's events; national ones (null) have the first. */
    public int partition(@Nullable String stateId) {
        return stateId == null ? 0 : get(stateId).partition();
    }

    /** The state's number as ids carry it; 0 is national. */
    public int number(@Nullable String stateId) {
        return stateId == null ? 0 : get(stateId).number();
    }

    /** How many partitions {@code program.events} has, for life. */
    public int partitions() {
        return partitions;
    }

    private static byte[] read(String resource) {
        try (InputStream in = new ClassPathResource(resource).getInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
