package radio.tarang.user.privacy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.outbox.CloudEvent;
import radio.tarang.outbox.Outbox;
import radio.tarang.outbox.OutboxEvent;
import radio.tarang.user.AccountEvent;
import radio.tarang.user.Accounts;
import radio.tarang.user.Member;
import radio.tarang.user.Topics;

/** Erasures from the wish to the last confirmation. */
@Repository
@Transactional
class Erasures {
    static final String OURSELVES = "user-service";
    private static final String SCHEMA = "https://tarang.radio/contracts/events/user-erased-v1.schema.json";
    private static final String HASH = "sha256(convert_to(:id::text, 'UTF8'))";

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Outbox outbox;
    private final Topics topics;
    private final Clock clock;

    Erasures(JdbcClient jdbc, Accounts accounts, Outbox outbox, Topics topics, Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.outbox = outbox;
        this.topics = topics;
        this.clock = clock;
    }

    /** Everything about the person that is ours goes, and everybody else is told, in one transaction. */
    void begin(Member member) {
        AccountEvent.Deleted deleted = accounts.ensure(member.id(), member.username()).erase(clock.instant());
        for (String statement : List.of("""
                UPDATE follow_count c SET followers = c.followers - 1
                FROM follow f WHERE f.follower_id = :id AND c.user_id = f.target_id""",
                """
                        UPDATE follow_count c
                        SET following = c.following - CASE WHEN f.kind IN ('user', 'host') THEN 1 ELSE 0 END, total = c.total - 1
                        FROM follow f WHERE f.target_id = :id AND c.user_id = f.follower_id""",
                "DELETE FROM follow WHERE target_id = :id", "DELETE FROM follow_count WHERE user_id = :id",
                "DELETE FROM block WHERE blocked_id = :id", "DELETE FROM access_change WHERE target_id = :id",
                "UPDATE audit SET actor_name = '', ip = '' WHERE actor_id = :id")) {
            jdbc.sql(statement).param("id", member.id()).update();
        }
        accounts.delete(deleted);
        jdbc.sql("INSERT INTO erasure (hash, user_id, sequence, requested_at, told_at) VALUES (" + HASH
                + ", :id, :sequence, :now, :now)").param("id", member.id())
                .param("sequence", deleted.account().sequence()).param("now", utc(deleted.at())).update();
    }

    /** Whom Keycloak still knows. */
    @Transactional(readOnly = true)
    List<UUID> stillAtKeycloak() {
        return jdbc.sql("""
                SELECT user_id FROM erasure
                WHERE completed_at IS NULL AND NOT keycloak_gone ORDER BY requested_at LIMIT 100""")
                .query((row, _) -> row.getObject(1, UUID.class)).list();
    }

    /** With Keycloak's the last of our own data is gone: we confirm as everybody does. */
    void goneAtKeycloak(UUID id) {
        boolean first = jdbc.sql("UPDATE erasure SET keycloak_gone = true WHERE hash = " + HASH
                + " AND NOT keycloak_gone").param("id", id).update() == 1;
        if (first) {
            confirm(id, OURSELVES);
            CloudEvent headers = CloudEvent.of("user.erased", OURSELVES).subject("users/" + id).time(clock.instant())
                    .sequence(sequence(id)).dataSchema(SCHEMA);
            outbox.append(List.of(new OutboxEvent(topics.interactionEvents(), null, id.toString(), headers.headers(),
                    """
                            {"id":"%s","service":"%s"}""".formatted(id, OURSELVES).getBytes(StandardCharsets.UTF_8))));
        }
    }

    private long sequence(UUID id) {
        return jdbc.sql("SELECT sequence FROM erasure WHERE hash = " + HASH).param("id", id).query(Long.class)
                .single();
    }

    /** Once or often; from a service we do not wait for, too. */
    void confirm(UUID id, String service) {
        jdbc.sql("UPDATE erasure SET confirmed = array_append(confirmed, :service) WHERE hash = " + HASH
                + " AND completed_at IS NULL AND NOT :service = ANY (confirmed)").param("service", service)
                .param("id", id).update();
    }

    /** Closes what everybody has confirmed. @return how many are open afterwards */
    long complete(Set<String> everybody) {
        jdbc.sql("""
                UPDATE erasure SET completed_at = :now, user_id = NULL
                WHERE completed_at IS NULL AND keycloak_gone AND confirmed @> string_to_array(:everybody, ',')""")
                .param("now", utc(clock.instant())).param("everybody", String.join(",", everybody)).update();
        return jdbc.sql("SELECT count(*) FROM erasure WHERE completed_at IS NULL").query(Long.class).single();
    }

    /** Tells again, with the same sequence, whatever nobody has confirmed for so long. @return how many */
    int retell(Instant toldBefore) {
        List<AccountEvent.Deleted> late = jdbc.sql("""
                SELECT user_id, sequence FROM erasure
                WHERE completed_at IS NULL AND told_at < :before LIMIT 100 FOR UPDATE SKIP LOCKED""")
                .param("before", utc(toldBefore))
                .query((row, _) -> AccountEvent.Deleted.again(row.getObject(1, UUID.class), row.getLong(2),
                        clock.instant()))
                .list();
        late.forEach(deleted -> {
            accounts.retell(deleted);
            jdbc.sql("UPDATE erasure SET told_at = :now WHERE hash = " + HASH).param("now", utc(clock.instant()))
                    .param("id", deleted.account().id()).update();
        });
        return late.size();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
