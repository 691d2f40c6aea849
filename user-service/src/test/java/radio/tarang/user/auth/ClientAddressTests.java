package radio.tarang.user.auth;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientAddressTests {
    @ParameterizedTest
    @CsvSource({"203.0.113.77, 203.0.113.77, 203.0.113.0/24", "::ffff:203.0.113.77, 203.0.113.77, 203.0.113.0/24",
            "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64, 2001:db8:1::/48",
            "2001:DB8::1, 2001:db8:0:0::/64, 2001:db8:0::/48",
            "::1, 0:0:0:0::/64, 0:0:0::/48"})
    void isCountedByItsNetworkAndShownCoarsely(String said, String prefix, String coarse) {
        ClientAddress address = ClientAddress.of(said, "127.0.0.1");

        assertThat(address.prefix()).isEqualTo(prefix);
        assertThat(address.coarse()).isEqualTo(coarse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "example.org", "1.2.3.4.5", "1.2.3.4:80", "999.1.1.1",
            "'; DROP TABLE account"})
    void whatIsNoAddressIsNotBelieved(String said) {
        assertThat(ClientAddress.of(said, "198.51.100.9").prefix()).isEqualTo("198.51.100.9");
    }

    @Test
    void withoutAGatewayItIsThePeers() {
        assertThat(ClientAddress.of(null, "198.51.100.9").prefix()).isEqualTo("198.51.100.9");
    }
}
