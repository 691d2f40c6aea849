package radio.tarang.gateway.limits;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The ledger.
 *
 * @param uri {@code redis://[[user]:password@]host:port[/database]}, {@code rediss} for TLS
 * @param timeout after which an answer, or a connection, is not waited for any longer
 * @param connections at most; as many exchanges at a time
 * @param retry how soon a ledger that was away is asked again
 */
@ConfigurationProperties("tarang.redis")
record RedisProperties(@DefaultValue("redis://127.0.0.1:16379") URI uri, @DefaultValue("100ms") Duration timeout,
        @DefaultValue("4") int connections, @DefaultValue("250ms") Duration retry) {

    RedisProperties {
        require("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()),
                "uri must be redis:// or rediss://");
        require(timeout.toMillis() >= 1 && timeout.toMillis() <= 100, "timeout must be 1 to 100 ms");
        require(connections >= 1 && connections <= 64, "connections must be 1 to 64");
        require(retry.toMillis() >= 10 && retry.toMillis() <= 60_000, "retry must be 10 ms to 1 min");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("tarang.redis: " + what);
        }
    }

    /** Without what nobody should read in a log. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getHost() + ':' + uri.getPort();
    }
}
