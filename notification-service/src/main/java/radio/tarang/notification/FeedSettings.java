package radio.tarang.notification;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the feed.
 *
 * @param ringSize       bytes of announcements a state's ring holds at most
 * @param ringCount      announcements a state's ring holds at most
 * @param upcoming       how far ahead a snapshot looks
 * @param announceWithin changes to programmes further away than this are not announced
 * @param snapshotLife   how long a snapshot may be handed out before its "upcoming" is looked at again
 * @param replayAge      how far back the topic still holds every event; below its compaction lag
 * @param replayCount    records of a partition read back for one cursor at most; a snapshot is cheaper than more
 * @param warmUp         how much of the past fills the rings at start
 * @param rememberOver   how long the sequence of a programme that is over is remembered
 */
@ConfigurationProperties("tarang.feed")
public record FeedSettings(@DefaultValue("1MB") DataSize ringSize, @DefaultValue("2000") int ringCount,
        @DefaultValue("3h") Duration upcoming,
        @DefaultValue("24h") Duration announceWithin, @DefaultValue("10s") Duration snapshotLife,
        @DefaultValue("23h") Duration replayAge,
        @DefaultValue("5000") int replayCount, @DefaultValue("15m") Duration warmUp,
        @DefaultValue("48h") Duration rememberOver) {
}
