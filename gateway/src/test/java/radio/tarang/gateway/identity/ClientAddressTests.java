package radio.tarang.gateway.identity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import radio.tarang.gateway.WebProperties;

import static org.assertj.core.api.Assertions.assertThat;

class ClientAddressTests {

    static ClientAddress behind(int hops) {
        return new ClientAddress(new Binder(new MapConfigurationPropertySource(Map.of("tarang.web.trusted-hops", hops)))
                .bindOrCreate("tarang.web", WebProperties.class));
    }

    static InetSocketAddress peer(String literal) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), 4711);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void withoutProxiesTheConnectionSaysWhoItIsWhateverTheHeaderClaims() {
        assertThat(behind(0).of(peer("198.51.100.7"), List.of("203.0.113.9"))).isEqualTo("198.51.100.7");
        assertThat(behind(0).secure(false, "https")).isFalse();
        assertThat(behind(0).of(null, List.of())).isEqualTo("unknown");
    }

    @Test
    void behindProxiesOnlyTheEntriesTheyWroteCount() {
        assertThat(behind(1).of(peer("10.0.0.1"), List.of("6.6.6.6, 203.0.113.9"))).isEqualTo("203.0.113.9");
        assertThat(behind(2).of(peer("10.0.0.1"), List.of("6.6.6.6, 203.0.113.9", "10.0.0.2")))
                .isEqualTo("203.0.113.9");
        assertThat(behind(3).of(peer("10.0.0.1"), List.of("203.0.113.9, 10.0.0.2"))).isEqualTo("10.0.0.1");
        assertThat(behind(1).of(peer("10.0.0.1"), List.of("203.0.113.9, evil\r\nX: y"))).isEqualTo("10.0.0.1");
        assertThat(behind(1).secure(false, "https")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9, 203.0.113.9", "::ffff:203.0.113.9, 203.0.113.9", "::FFFF:CB00:7109, 203.0.113.9",
            "2001:DB8:0:0:0:0:0:1, 2001:db8::1", "2001:0db8::0001, 2001:db8::1", "::1, ::1"})
    void oneAddressHasOneText(String written, String canonical) {
        assertThat(ClientAddress.canonical(written)).isEqualTo(canonical);
        assertThat(behind(1).of(peer("10.0.0.1"), List.of(written))).isEqualTo(canonical);
        assertThat(behind(0).of(peer(written), List.of())).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1.2.3", "1.2.3.4.5", "fe80::1%eth0", "1.2.3.4:80", "::g", "256.1.1.1"})
    void whatIsNoAddressIsNone(String written) {
        assertThat(ClientAddress.canonical(written)).isNull();
    }

    @Test
    void aPrefixIsWhatOneHouseholdHas() {
        assertThat(ClientAddress.prefix("203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(ClientAddress.prefix("2001:db8:1:2:3:4:5:6")).isEqualTo("2001:db8:1:2::/64");
        assertThat(ClientAddress.prefix("2001:db8:1:2::ffff")).isEqualTo("2001:db8:1:2::/64");
        assertThat(ClientAddress.prefix("unknown")).isEqualTo("unknown");
    }
}
