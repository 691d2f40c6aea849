package radio.tarang.gateway.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import org.springframework.stereotype.Component;

/** How many connections there are, in all and of one address; one beyond a bound is closed before a byte of it is read. */
@Component
class ConnectionCount {

    private final WireProperties limits;
    private final Counter refused;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    ConnectionCount(WireProperties limits, MeterRegistry meters) {
        this.limits = limits;
        refused = Counter.builder("edge_connections_refused").description("Closed at once: too many").register(meters);
        Gauge.builder("edge_connections", all, AtomicInteger::get).register(meters);
    }

    /** A socket costs a second connection, to the service. */
    void upgraded(Channel channel) {
        all.incrementAndGet();
        channel.closeFuture().addListener(closed -> all.decrementAndGet());
    }

    /** @return whether it may stay; then it is counted until it closes */
    boolean admit(Channel channel) {
        InetAddress address = channel.remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress() : null;
        boolean counted = address != null && limits.maxConnectionsPerAddress() > 0 && limits.trustedHops() == 0
                && !address.isLoopbackAddress();
        int total = all.incrementAndGet();
        int own = counted && address != null ? byAddress.merge(address, 1, Integer::sum) : 0;
        channel.closeFuture().addListener(closed -> {
            all.decrementAndGet();
            if (counted && address != null) {
                byAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
            }
        });
        boolean stays = own <= Math.max(0, limits.maxConnectionsPerAddress())
                && (limits.maxConnections() == 0 || total <= limits.maxConnections());
        if (!stays) {
            refused.increment();
        }
        return stays;
    }
}
