package radio.tarang.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TraceTests {

    @Test
    void aValidParentIsKept() {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        assertThat(Trace.of(parent)).isEqualTo(new Trace(parent, "4bf92f3577b34da6a3ce929d0e0e4736"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x"})
    void anythingElseIsReplaced(String parent) {
        assertThat(Trace.of(parent).traceparent()).isNotEqualTo(parent).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    @Test
    void aRequestIdThatCouldDoHarmIsNotUsed() {
        assertThat(Trace.usableRequestId("abc-1.2_3")).isTrue();
        assertThat(Trace.usableRequestId("a\r\nb")).isFalse();
        assertThat(Trace.usableRequestId("a".repeat(65))).isFalse();
    }
}
