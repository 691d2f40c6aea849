package radio.tarang.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShapeTests {
    @Test
    void membersThatAreNotDescribedDoNotCount() {
        assertThat(Shape.differences(json("{'a': 1}"), json("{'a': 1, 'id': 'x'}"))).isEmpty();
    }

    @Test
    void textAndNumberAndTruthAreTheSameAsKeycloakStoresThem() {
        assertThat(Shape.differences(json("{'a': true, 'b': 5}"), json("{'a': 'true', 'b': '5'}"))).isEmpty();
        assertThat(Shape.differences(json("{'a': true}"), json("{'a': 'false'}"))).containsExactly("a");
    }

    @Test
    void orderOfAListMakesNoDifferenceButItsElementsDo() {
        assertThat(Shape.differences(json("{'l': ['a', 'b']}"), json("{'l': ['b', 'a']}"))).isEmpty();
        assertThat(Shape.differences(json("{'l': ['a']}"), json("{'l': ['a', '*']}"))).containsExactly("l");
        assertThat(Shape.differences(json("{'l': ['a', 'a']}"), json("{'l': ['a', 'b']}"))).containsExactly("l");
        assertThat(Shape.differences(json("{'l': []}"), json("{}"))).containsExactly("l");
        assertThat(Shape.differences(json("{'l': [{'n': 1}]}"), json("{'l': [{'n': 1, 'm': 2}]}"))).isEmpty();
    }

    @Test
    void namesTheMembersThatDifferByTheirPath() {
        assertThat(Shape.differences(json("{'o': {'a': 1, 'b': 2}, 'c': 3}"), json("{'o': {'a': 1}}")))
                .containsExactly("o.b", "c");
    }

    @Test
    void anEmptyObjectOnlyHasToBeThere() {
        assertThat(Shape.differences(json("{'o': {}}"), json("{'o': {'a': 1}}"))).isEmpty();
        assertThat(Shape.differences(json("{'o': {}}"), json("{}"))).containsExactly("o");
    }

    @Test
    void mergingKeepsWhatIsNotDescribed() {
        JsonNode merged = Shape.merged(json("{'o': {'a': 2}, 'l': [1]}"), json("{'o': {'a': 1, 'b': 1}, 'id': 'x'}"));

        assertThat(merged).isEqualTo(json("{'o': {'a': 2, 'b': 1}, 'id': 'x', 'l': [1]}"));
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
