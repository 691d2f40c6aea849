package radio.tarang.notification.socket;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of {@code /ws}.
 *
 * @param pingEvery           how often each socket is pinged
 * @param idleTimeout         a socket from which nothing came, not even a pong, is dropped
 * @param stuckTimeout        a socket to which nothing could be written is dropped
 * @param maxMessage          from a client, fragments together; more is 1009
 * @param maxPending          unsent bytes, snapshots not counted, beyond which a socket is left out and resynced
 * @param maxSubscriptions    per socket
 * @param maxBadInARow        messages that are no command; then 1008
 * @param maxPerAddress       sockets of one client address
 * @param maxPerIdentity      sockets of one user, or of one anonymous session
 * @param tokenGrace          how long a socket whose token expired waits for a new one; then 4401
 * @param maxOpenFilesPercent of the process's limit; above it new sockets are refused
 * @param drain               over which all sockets are closed at shutdown
 */
@ConfigurationProperties("tarang.socket")
record SocketSettings(@DefaultValue("30s") Duration pingEvery, @DefaultValue("75s") Duration idleTimeout,
        @DefaultValue("60s") Duration stuckTimeout,
        @DefaultValue("64KB") DataSize maxMessage, @DefaultValue("512KB") DataSize maxPending,
        @DefaultValue("100") int maxSubscriptions,
        @DefaultValue("10") int maxBadInARow, @DefaultValue("2000") int maxPerAddress,
        @DefaultValue("20") int maxPerIdentity, @DefaultValue("30s") Duration tokenGrace,
        @DefaultValue("90") int maxOpenFilesPercent,
        @DefaultValue("5s") Duration drain) {
}
