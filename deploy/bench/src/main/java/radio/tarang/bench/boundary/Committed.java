package radio.tarang.bench.boundary;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

import radio.tarang.bench.Country;
import radio.tarang.faults.stage.Pace;

/**
 * Looks ten times a second what of a boundary is committed: when a first state had it all, and when all had. By index probes: counting tens of thousands
 * of rows ten times a second would be a good part of what is measured.
 */
final class Committed implements AutoCloseable {

    private static final int LOOK_MILLIS = 100;

    private final Country country;
    private final Instant moment;
    private final Thread looking;
    private volatile @Nullable Instant first;
    private volatile @Nullable Instant all;
    private volatile long deepest;
    private volatile boolean closed;

    private Committed(Country country, Instant moment) {
        this.country = country;
        this.moment = moment;
        this.looking = Thread.ofPlatform().daemon().name("committed").start(this::look);
    }

    static Committed watch(Country country, Instant moment) {
        return new Committed(country, moment);
    }

    private void look() {
        try (Connection connection = country.connect();
                PreparedStatement open = connection.prepareStatement(
                        """
                                SELECT count(*), (SELECT count(*) FROM outbox) FROM unnest(?::text[]) AS a (area)
                                WHERE EXISTS (SELECT FROM program WHERE area = a.area AND status = 'live' AND scheduled_end <= ?)
                                   OR EXISTS (SELECT FROM program WHERE area = a.area AND status = 'scheduled' AND scheduled_start <= ?)
                                """)) {
            open.setString(1, Country.AREAS);
            open.setObject(2, moment.atOffset(ZoneOffset.UTC));
            open.setObject(3, moment.atOffset(ZoneOffset.UTC));
            while (!closed && all == null) {
                try (ResultSet result = open.executeQuery()) {
                    Instant now = Instant.now();
                    result.next();
                    deepest = Math.max(deepest, result.getLong(2));
                    if (first == null && result.getInt(1) < Country.STATES) {
                        first = now;
                    }
                    if (result.getInt(1) == 0) {
                        all = now;
                    }
                }
                Pace.millis(LOOK_MILLIS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look into the database", e);
        }
    }

    @Nullable
    Instant first() {
        return first;
    }

    @Nullable
    Instant all() {
        return all;
    }

    /** Rows of the outbox, at the worst moment seen. */
    long deepest() {
        return deepest;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            looking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
