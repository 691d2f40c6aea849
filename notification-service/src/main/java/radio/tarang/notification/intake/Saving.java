package radio.tarang.notification.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import radio.tarang.notification.Feed;
import radio.tarang.notification.FeedSettings;
import radio.tarang.notification.SavedSubject.Changes;

/** Saves what the feed has learnt every second. What cannot be saved stays due. */
@Component
final class Saving implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Saving.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int FORGET_EVERY = 600;

    private final Feed feed;
    private final SavedFeeds savedFeeds;
    private final EventLog log;
    private final DeadLetters deadLetters;
    private final FeedSettings settings;
    private final Clock clock;
    private long[] savedPositions = {};
    private volatile Thread saver = Thread.currentThread();
    private volatile boolean running;

    /** Migration waits for the first use of the database: the feed must start without it. */
    @Configuration(proxyBeanMethods = false)
    static class Migration {
        @Bean
        FlywayMigrationStrategy whenTheDatabaseIsThere() {
            return flyway -> {
            };
        }
    }

    Saving(Feed feed, SavedFeeds savedFeeds, EventLog log, DeadLetters deadLetters, FeedSettings settings,
            Clock clock) {
        this.feed = feed;
        this.savedFeeds = savedFeeds;
        this.log = log;
        this.deadLetters = deadLetters;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        saver = Thread.ofVirtual().name("feed-saving").start(this::run);
    }

    private void run() {
        try {
            for (int round = 1; running; round++) {
                Thread.sleep(EVERY);
                save(round % FORGET_EVERY == 0);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void save(boolean forget) {
        // A saved offset says that everything before it is dealt with, what was put aside included.
        if (!feed.isOpen() || !deadLetters.allSent()) {
            return;
        }
        Changes changes = feed.takeChanges();
        if (changes.subjects().isEmpty() && Arrays.equals(changes.positions(), savedPositions)) {
            return;
        }
        try {
            savedFeeds.migrate();
            savedFeeds.save(changes, log.keyed(changes.positions()));
            savedPositions = changes.positions();
            if (forget) {
                savedFeeds.forget(changes.epoch(),
                        clock.instant().minus(settings.rememberOver()).atOffset(ZoneOffset.UTC));
            }
        } catch (DataAccessException | TransactionException | CallNotPermittedException
                | FlywayException databaseAway) {
            LOG.debug("Not saved, will be later", databaseAway);
            feed.stillUnsaved(changes);
        } catch (RuntimeException unexpected) {
            LOG.error("Saving failed, trying again", unexpected);
            feed.stillUnsaved(changes);
        }
    }

    @Override
    public void stop() {
        running = false;
        saver.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
