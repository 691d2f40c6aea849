package radio.tarang.gateway.wire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionCountTests {

    private static WireProperties limits(int all, int perAddress, int trustedHops) {
        Duration some = Duration.ofSeconds(1);
        return new WireProperties(some, some, some, some, all, perAddress, trustedHops);
    }

    private static EmbeddedChannel from(String address) {
        return new EmbeddedChannel() {
            @Override
            public SocketAddress remoteAddress() {
                return new InetSocketAddress(address, 1);
            }
        };
    }

    @Test
    void oneAddressHasItsShareAndGetsItBackWhenItCloses() {
        ConnectionCount count = new ConnectionCount(limits(0, 2, 0), new SimpleMeterRegistry());
        EmbeddedChannel first = from("203.0.113.1");
        assertThat(count.admit(first)).isTrue();
        assertThat(count.admit(from("203.0.113.1"))).isTrue();
        EmbeddedChannel third = from("203.0.113.1");
        assertThat(count.admit(third)).isFalse();
        assertThat(count.admit(from("203.0.113.2"))).isTrue();
        third.close();
        first.close();
        assertThat(count.admit(from("203.0.113.1"))).isTrue();
    }

    @Test
    void thisMachineAndProxiesInFrontAreNotAsked() {
        ConnectionCount loopback = new ConnectionCount(limits(0, 1, 0), new SimpleMeterRegistry());
        assertThat(loopback.admit(from("127.0.0.2"))).isTrue();
        assertThat(loopback.admit(from("127.0.0.2"))).isTrue();
        ConnectionCount proxied = new ConnectionCount(limits(0, 1, 1), new SimpleMeterRegistry());
        assertThat(proxied.admit(from("203.0.113.1"))).isTrue();
        assertThat(proxied.admit(from("203.0.113.1"))).isTrue();
    }

    @Test
    void allTogetherAreBoundedAndASocketCountsTwice() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ConnectionCount count = new ConnectionCount(limits(3, 0, 0), meters);
        EmbeddedChannel socket = from("203.0.113.1");
        assertThat(count.admit(socket)).isTrue();
        count.upgraded(socket);
        assertThat(count.admit(from("203.0.113.2"))).isTrue();
        EmbeddedChannel refused = from("203.0.113.3");
        assertThat(count.admit(refused)).isFalse();
        assertThat(meters.counter("edge_connections_refused").count()).isEqualTo(1);
        refused.close();
        socket.close();
        assertThat(count.admit(from("203.0.113.3"))).isTrue();
    }
}
