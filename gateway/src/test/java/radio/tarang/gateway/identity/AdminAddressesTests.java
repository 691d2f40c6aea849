package radio.tarang.gateway.identity;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdminAddressesTests {

    @Test
    void withoutAListEverybodyMay() {
        assertThat(new AdminAddresses(List.of()).allow("203.0.113.9")).isTrue();
        assertThat(new AdminAddresses(List.of(" ")).allow("unknown")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.1, false", "203.0.113.9, 203.0.113.9, true",
            "203.0.113.9, 203.0.113.8, false", "192.0.2.128/25, 192.0.2.127, false", "0.0.0.0/0, 8.8.8.8, true",
            "0.0.0.0/0, 2001:db8::1, false", "2001:db8::/32, 2001:db8:ffff::1, true",
            "2001:db8::/32, 2001:db9::1, false", "10.0.0.0/8, unknown, false"})
    void onlyWhoIsWithinARangeMay(String range, String address, boolean may) {
        assertThat(new AdminAddresses(List.of("198.51.100.1", range)).allow(address)).isEqualTo(may);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0.0/-1"})
    void aRangeThatIsNoneStopsTheStart(String range) {
        assertThatThrownBy(() -> new AdminAddresses(List.of(range))).isInstanceOf(Misconfigured.class);
    }
}
