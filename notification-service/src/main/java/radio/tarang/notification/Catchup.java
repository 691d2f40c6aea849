package radio.tarang.notification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.notification.FeedEvent.OptOutChanged;

/**
 * Brings a reader whose cursor the rings cannot serve to where they can. Blocks: runs on virtual threads. Few at a time read the log; one that
 * waits too long gets a snapshot instead, which costs less than the queue.
 */
@Component
public final class Catchup {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int READERS = 4;

    private final Feed feed;
    private final History history;
    private final Semaphore readers = new Semaphore(READERS);

    /** @param cursor where the rings can go on from once the missed are told */
    public record Caught(List<Announcement> missed, Cursor cursor) {
    }

    public Catchup(Feed feed, History history) {
        this.feed = feed;
        this.history = history;
    }

    /** Null when the cursor cannot be honoured. */
    public @Nullable Caught up(State state, Cursor cursor) {
        try {
            return switch (feed.resume(state, cursor)) {
                case Resumption.Missed missed -> new Caught(List.of(), cursor);
                case Resumption.Lost lost -> null;
                case Resumption.Ahead ahead -> wait(state, cursor);
                case Resumption.Older older -> read(state, cursor, older.ringsBegin());
            };
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private @Nullable Caught wait(State state, Cursor cursor) throws InterruptedException {
        boolean beyond = cursor.state() > history.end(state.partition()) || cursor.national() > history.end(0);
        return !beyond && feed.awaitReading(state, cursor, PATIENCE) ? new Caught(List.of(), cursor) : null;
    }

    private @Nullable Caught read(State state, Cursor from, Cursor to) throws InterruptedException {
        if (!readers.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return null;
        }
        try {
            Optional<List<FeedEvent>> own = history.read(state.partition(), from.state(), to.state());
            Optional<List<FeedEvent>> national = history.read(0, from.national(), to.national());
            if (own.isEmpty() || national.isEmpty()) {
                return null;
            }
            if (own.get().stream().anyMatch(
                    event -> event instanceof OptOutChanged changed && changed.optOut().state().equals(state))) {
                return null;
            }
            List<Announcement> missed = new ArrayList<>(feed.word(own.get()));
            missed.removeIf(announcement -> !announcement.state().equals(state));
            List<Announcement> ofTheCountry = feed.word(national.get());
            if (ofTheCountry.stream().anyMatch(announcement -> announcement.restatedIn(state))) {
                return null;
            }
            ofTheCountry.stream().filter(announcement -> announcement.heardIn(state.number())).forEach(missed::add);
            return new Caught(missed, to);
        } finally {
            readers.release();
        }
    }
}
