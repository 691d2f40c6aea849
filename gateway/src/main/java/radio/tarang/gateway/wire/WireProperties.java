package radio.tarang.gateway.wire;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one connection, and all connections of one address, may take. 0 = no bound.
 *
 * @param headerTimeout from the first byte of a request to the end of its head, and from the connection to its first byte
 * @param bodyPause longest pause within a body that we are reading
 * @param requestTimeout from the head to the end of the body
 * @param linger how long a refused sender may go on sending before the connection is cut, so that it can read the refusal
 * @param maxConnections of all addresses together, a socket counted twice for its connection to the service: below the process's open-file limit, which services share
 * @param maxConnectionsPerAddress not asked of this machine, nor where trusted hops hide the address
 */
@ConfigurationProperties("tarang.web")
record WireProperties(@DefaultValue("10s") Duration headerTimeout, @DefaultValue("10s") Duration bodyPause,
        @DefaultValue("75s") Duration requestTimeout, @DefaultValue("1s") Duration linger,
        @DefaultValue("16000") int maxConnections, @DefaultValue("4000") int maxConnectionsPerAddress,
        @DefaultValue("0") int trustedHops) {
}
