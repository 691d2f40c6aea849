package radio.tarang.user;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.outbox.Outbox;

/**
 * The accounts. Everything that writes takes an event, and puts row and record into the caller's transaction together. Rows are locked ({@link #lock},
 * {@link #ensure}) before they change, so the outbox holds each person's events in order.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Accounts {
    private static final String SELECT = "SELECT " + AccountRow.COLUMNS + " FROM account a ";

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Wire wire;
    private final Clock clock;

    Accounts(JdbcClient jdbc, Outbox outbox, Wire wire, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.wire = wire;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Optional<Account> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE a.id = :id").param("id", id).query(AccountRow.MAPPER).optional();
    }

    /** The account, locked until the transaction ends. */
    public Optional<Account> lock(UUID id) {
        return jdbc.sql(SELECT + "WHERE a.id = :id FOR UPDATE").param("id", id).query(AccountRow.MAPPER).optional();
    }

    /**
     * The account of somebody whom Keycloak knows, locked until the transaction ends. Whoever came by another door (the browser's sign-up, a social login,
     * a demo account) has no row yet: it is made from the token's claims, exactly once, and {@code user.registered} is told once.
     */
    public Account ensure(UUID id, String username) {
        return ensure(id, username, Preferences.DEFAULT);
    }

    /** @param preferences taken only if the account is new */
    public Account ensure(UUID id, String username, Preferences preferences) {
        Optional<Account> known = lock(id);
        if (known.isEmpty()) {
            refuseErased(id);
            add(Account.register(id, username, preferences, clock.instant()));
            known = lock(id);
        }
        Account account = known.orElseThrow();
        AccountEvent.Updated renamed = account.rename(username, clock.instant());
        return renamed == null ? account : save(renamed);
    }

    /** Whoever left does not come back, however a token of theirs came about. */
    private void refuseErased(UUID id) {
        if (jdbc.sql("SELECT EXISTS (SELECT FROM erasure WHERE hash = sha256(convert_to(:id::text, 'UTF8')))")
                .param("id", id).query(Boolean.class).single()) {
            throw new Refusal(Refusal.Reason.INVALID_CREDENTIALS, "This account does not exist any more.");
        }
    }

    /** Of two that add the same account at once, one waits for the other and then finds it there. */
    private void add(AccountEvent.Registered event) {
        int added = jdbc
                .sql("""
                        INSERT INTO account (id, username, state_preference, languages, time_zone, quiet_start, quiet_end, notify_in_app,
                          notify_push, notify_email, notify_digest, consent_analytics, consent_personalisation, consent_at, created_at,
                          updated_at, version, sequence)
                        VALUES (:id, :username, :state_preference, :languages, :time_zone, :quiet_start, :quiet_end, :notify_in_app,
                          :notify_push, :notify_email, :notify_digest, :consent_analytics, :consent_personalisation, :consent_at, :created_at,
                          :updated_at, :version, :sequence)
                        ON CONFLICT (id) DO NOTHING
                        """)
                .params(AccountRow.values(event.account())).update();
        if (added == 1) {
            tell(event);
        }
    }

    /** @return the account as it is now */
    public Account save(AccountEvent event) {
        int saved = jdbc
                .sql("""
                        UPDATE account
                        SET username = :username, state_preference = :state_preference, languages = :languages, time_zone = :time_zone,
                          quiet_start = :quiet_start, quiet_end = :quiet_end, notify_in_app = :notify_in_app, notify_push = :notify_push,
                          notify_email = :notify_email, notify_digest = :notify_digest, consent_analytics = :consent_analytics,
                          consent_personalisation = :consent_personalisation, consent_at = :consent_at, updated_at = :updated_at,
                          version = :version, sequence = :sequence
                        WHERE id = :id AND sequence = :sequence - 1
                        """)
                .params(AccountRow.values(event.account())).update();
        if (saved != 1) {
            throw Refusal.changedMeanwhile();
        }
        tell(event);
        return event.account();
    }

    /** With everything that hangs on it. */
    public void delete(AccountEvent.Deleted event) {
        int deleted = jdbc.sql("DELETE FROM account WHERE id = :id AND sequence = :sequence - 1")
                .param("id", event.account().id()).param("sequence", event.account().sequence()).update();
        if (deleted != 1) {
            throw Refusal.changedMeanwhile();
        }
        tell(event);
    }

    /** Once more, under the sequence it has. */
    public void retell(AccountEvent.Deleted event) {
        tell(event);
    }

    private void tell(AccountEvent event) {
        outbox.append(List.of(wire.record(event)));
    }
}
