package radio.tarang.program.web;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.Given;
import radio.tarang.program.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RulesTests {
    @ParameterizedTest
    @CsvSource({"0, 1", "999, 1", "1000, 1", "1999, 1", "2000, 2", "59999, 59", "60000, 60", "3600000, 60", "-5000, 1"})
    void anAnswerIsFreshUntilItsNextBoundary(long untilMillis, long seconds) {
        assertThat(Caching.seconds(Given.NOON, Given.NOON.plusMillis(untilMillis))).isEqualTo(seconds);
    }

    @Test
    void anAnswerWithoutBoundaryIsFreshForAMinute() {
        assertThat(Caching.seconds(Given.NOON, null)).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v3-0123456789abcdef\"", "W/\"v3-0123\"", "\"v3\"", "*", "\"v2-aa\", \"v3-bb\""})
    void ifMatchComparesTheVersionOnly(String header) {
        assertThatCode(() -> new IfMatch(header).require(3)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v2-0123456789abcdef\"", "v3", "\"3\"", "", "\"v33\"", "\"v99999999999999999999\""})
    void ifMatchRefusesEverythingElse(String header) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> new IfMatch(header).require(3))
                .matches(refusal -> refusal.reason() == Refusal.Reason.PRECONDITION_FAILED);
    }

    @ParameterizedTest
    @CsvSource({"1, 100, true", "100, 100, true", "101, 100, false", "10000, 1, true", "0, 20, false", "1, 0, false",
            "1, 101, false",
            "2147483647, 100, false"})
    void pagesAreBounded(int page, int limit, boolean allowed) {
        if (allowed) {
            assertThat(Paging.of(page, limit).offset()).isEqualTo((page - 1) * limit);
        } else {
            assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Paging.of(page, limit));
        }
    }

    @Test
    void aTraceGoesOnOrBegins() {
        String id = "4bf92f3577b34da6a3ce929d0e0e4736";

        assertThat(TraceIds.parse("00-" + id + "-00f067aa0ba902b7-01")).isEqualTo(id);
        assertThat(fresh(null)).isNotEqualTo(fresh(null)).matches("[0-9a-f]{32}");
        assertThat(fresh("00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")).matches("[0-9a-f]{32}")
                .isNotEqualTo("0".repeat(32));
        assertThat(fresh("\r\nnonsense")).matches("[0-9a-f]{32}");
    }

    private static String fresh(@Nullable String traceparent) {
        return TraceIds.parse(traceparent);
    }
}
