package radio.tarang.program;

import java.time.ZoneId;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StatesTests {
    private final States states = new States(JsonMapper.builder().build());

    @Test
    void areTheThirtySixOfTheContract() {
        assertThat(states.all()).hasSize(36).doesNotHaveDuplicates();
        assertThat(states.all()).extracting(State::number).doesNotHaveDuplicates()
                .allMatch(number -> number >= 1 && number <= 36);
        assertThat(states.all()).allSatisfy(state -> {
            assertThat(state.partition()).isEqualTo(1 + state.number() % 11);
            assertThat(state.timeZone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
            assertThat(state.nativeNames()).containsKey("hi")
                    .allSatisfy((language, name) -> assertThat(name).isNotBlank());
            assertThat(state.region()).isIn("north", "south", "west", "east", "northeast", "islands");
        });
    }

    @ParameterizedTest
    @CsvSource({"OR, OD", "TG, TS", "CT, CG", "UT, UK", "GO, GA", "DN, DH", "DD, DH", "mh, MH"})
    void areKnownByFormerCodesToo(String code, String id) {
        assertThat(states.get(code).id()).isEqualTo(id);
    }

    @Test
    void thereAreNoOthers() {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> states.get("XX"))
                .matches(refusal -> refusal.reason() == Refusal.Reason.UNKNOWN_STATE);
        assertThat(states.find("IN")).isEmpty();
    }

    @Test
    void theFirstPartitionBelongsToNoState() {
        assertThat(states.partition(null)).isZero();
        assertThat(states.all()).noneMatch(state -> state.partition() == 0)
                .allMatch(state -> state.partition() < states.partitions());
    }

    @Test
    void idsTellTheirStateAndTheirTime() {
        Ids ids = new Ids(states);
        UUID id = ids.next("MH", Given.NOON);

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Ids.stateNumber(id)).isEqualTo(states.get("MH").number());
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(Given.NOON.toEpochMilli());
        assertThat(Ids.stateNumber(ids.next(null, Given.NOON))).isZero();
    }
}
