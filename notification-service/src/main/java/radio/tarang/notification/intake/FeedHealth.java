package radio.tarang.notification.intake;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

import radio.tarang.notification.Feed;

/** Ready once the feed is open; a later outage of a store changes nothing, because what is known is still served. */
@Component("feedHealthIndicator")
final class FeedHealth implements HealthIndicator {
    private final Feed feed;
    private final Intake intake;

    FeedHealth(Feed feed, Intake intake) {
        this.feed = feed;
        this.intake = intake;
    }

    @Override
    public Health health() {
        Health.Builder health = feed.isOpen() ? Health.up() : Health.outOfService();
        String trouble = intake.trouble();
        if (!trouble.isEmpty()) {
            health.withDetail("reason", trouble);
        }
        return health.withDetail("subjects", feed.size()).build();
    }
}
