package radio.tarang.program.replica;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tarang.replica.*}
 *
 * @param url of a hot standby of the same database; without it there is none
 * @param username as at the primary unless said
 * @param catchUp how long a read waits for the standby to replay what was committed before it, until it goes to the primary
 */
@ConfigurationProperties("tarang.replica")
record ReplicaSettings(@Nullable String url, @Nullable String username, @Nullable String password,
        @DefaultValue("10ms") Duration catchUp) {
}
