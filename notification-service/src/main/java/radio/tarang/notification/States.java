package radio.tarang.notification;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The states of the contract {@code docs/contracts/partitions.json}, by code and by number, with the codes they had before 2023-11-23. */
public final class States {
    private static final Map<String, String> OLD_CODES = Map.of("OR", "OD", "TG", "TS", "CT", "CG", "UT", "UK", "GO",
            "GA");

    private final int version;
    private final int partitions;
    private final Map<String, State> byId;
    private final State[] byNumber;

    private record Place(int number, int partition) {
    }

    private record Contract(int version, int partitions, Map<String, Place> states) {
    }

    private States(Contract contract) {
        this.version = contract.version();
        this.partitions = contract.partitions();
        this.byNumber = new State[contract.states().size() + 1];
        byNumber[0] = State.NATIONAL;
        contract.states()
                .forEach((id, place) -> byNumber[place.number()] = new State(place.number(), place.partition(), id));
        this.byId = new HashMap<>();
        Arrays.stream(byNumber).skip(1).forEach(state -> byId.put(Objects.requireNonNull(state.id()), state));
    }

    public static States load() {
        try (InputStream contract = States.class.getResourceAsStream("/contracts/partitions.json")) {
            return new States(JsonMapper.shared().readValue(Objects.requireNonNull(contract), Contract.class));
        } catch (IOException unreadable) {
            throw new IllegalStateException("contracts/partitions.json is not on the class path", unreadable);
        }
    }

    /** By today's code or one from before 2023-11-23. */
    public @Nullable State find(String id) {
        return byId.get(OLD_CODES.getOrDefault(id, id));
    }

    /** @param number 0 (national) to 36 */
    public State numbered(int number) {
        return byNumber[number];
    }

    /** National first, then the states by number. */
    public List<State> all() {
        return Collections.unmodifiableList(Arrays.asList(byNumber));
    }

    /** How many partitions {@code program.events} has, for life. */
    public int partitions() {
        return partitions;
    }

    /** Of the map from state to partition: part of the epoch. */
    public int version() {
        return version;
    }
}
