package radio.tarang.user.auth;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.AccountRow;
import radio.tarang.user.DeviceSession;
import radio.tarang.user.DeviceSessions;
import radio.tarang.user.keycloak.Grant;

/**
 * Where each sign-in stands with its refresh tokens: the one to be used next, the one used last and the answer to it, and whose turn it is to ask Keycloak.
 * A turn is taken in a short transaction and lapses, so nothing is locked while Keycloak thinks, and nobody who dies stands in the way.
 */
@Repository
@CircuitBreaker(name = "postgres")
@Transactional
class Rotations {
    /** What is to be done about a token. */
    sealed interface Step {
        /** It was answered a moment ago: give the same answer. */
        record Replay(byte[] sealed) implements Step {
            @Override
            public boolean equals(@Nullable Object other) {
                return other instanceof Replay(byte[] others) && Arrays.equals(sealed, others);
            }

            @Override
            public int hashCode() {
                return Arrays.hashCode(sealed);
            }
        }

        /** Ask Keycloak, and tell what came of it with this turn. */
        record Ask(UUID turn) implements Step {
        }

        /** Somebody else is asking: look again. */
        record Wait() implements Step {
        }

        /** It was used, and too long ago for a lost reply: somebody else has a copy of it. */
        record Reused() implements Step {
        }

        /** The sign-in has ended. */
        record Ended() implements Step {
        }

        /** We have no record of this sign-in; Keycloak may. */
        record Unknown() implements Step {
        }
    }

    private record State(byte[] next, byte @Nullable [] spent, @Nullable Instant spentAt, byte @Nullable [] answer,
            @Nullable Instant turnUntil, boolean ended) {
        static State of(ResultSet row) throws SQLException {
            return new State(row.getBytes("token_hash"), row.getBytes("spent_hash"),
                    AccountRow.instant(row, "spent_at"), row.getBytes("answer"),
                    AccountRow.instant(row, "turn_until"), row.getObject("ended_at") != null);
        }
    }

    /** How long an answer is given again. */
    static final Duration REPLAYED = Duration.ofSeconds(60);
    /** Longer than Keycloak is ever waited for, so that two turns never overlap. */
    private static final Duration TURN = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final DeviceSessions devices;
    private final Clock clock;

    Rotations(JdbcClient jdbc, DeviceSessions devices, Clock clock) {
        this.jdbc = jdbc;
        this.devices = devices;
        this.clock = clock;
    }

    public Step present(PresentedToken token) {
        Instant now = clock.instant();
        Optional<State> found = jdbc
                .sql("""
                        SELECT token_hash, spent_hash, spent_at, answer, turn_until, ended_at FROM device_session WHERE sid = :sid FOR UPDATE
                        """)
                .param("sid", token.sid()).query((row, _) -> State.of(row)).optional();
        if (found.isEmpty()) {
            return new Step.Unknown();
        }
        State state = found.get();
        if (state.ended()) {
            return new Step.Ended();
        }
        byte[] hash = token.hash();
        if (Arrays.equals(hash, state.spent())) {
            byte[] answer = state.answer();
            boolean fresh = state.spentAt() != null && now.isBefore(state.spentAt().plus(REPLAYED));
            return fresh && answer != null ? new Step.Replay(answer) : new Step.Reused();
        }
        if (state.turnUntil() != null && now.isBefore(state.turnUntil())) {
            return new Step.Wait();
        }
        UUID turn = UUID.randomUUID();
        jdbc.sql("UPDATE device_session SET turn = :turn, turn_until = :until WHERE sid = :sid").param("turn", turn)
                .param("until", AccountRow.utc(now.plus(TURN))).param("sid", token.sid()).update();
        return new Step.Ask(turn);
    }

    /**
     * The token was exchanged: from now on the new one is to be used, and the old one gets the same answer for a while.
     *
     * @return false if the turn had lapsed and somebody else has taken it
     */
    public boolean exchanged(PresentedToken token, UUID turn, Grant.Issued grant, byte[] sealed, Visitor visitor) {
        Instant now = clock.instant();
        return jdbc
                .sql("""
                        UPDATE device_session
                        SET token_hash = :next, spent_hash = :spent, spent_at = :now, answer = :answer, turn = NULL, turn_until = NULL,
                          last_used_at = :now, user_agent = :userAgent, address = :address
                        WHERE sid = :sid AND turn = :turn AND ended_at IS NULL
                        """)
                .param("next", Hashes.sha256(grant.refreshToken())).param("spent", token.hash())
                .param("now", AccountRow.utc(now)).param("answer", sealed).param("userAgent", visitor.userAgent())
                .param("address", visitor.address().coarse()).param("sid", token.sid()).param("turn", turn)
                .update() == 1;
    }

    /** Nobody could tell: the next one may ask at once. */
    public void giveBack(PresentedToken token, UUID turn) {
        jdbc.sql("UPDATE device_session SET turn = NULL, turn_until = NULL WHERE sid = :sid AND turn = :turn")
                .param("sid", token.sid()).param("turn", turn).update();
    }

    /** Whether it is a token we handed out, the last one or the one before: then nobody else needs to vouch for it. */
    @Transactional(readOnly = true)
    public boolean ours(PresentedToken token) {
        return jdbc.sql("""
                SELECT count(*) FROM device_session WHERE sid = :sid AND (token_hash = :hash OR spent_hash = :hash)
                """).param("sid", token.sid()).param("hash", token.hash()).query(Integer.class).single() > 0;
    }

    /** @return whether there was something to end */
    public boolean end(String sid) {
        Optional<DeviceSession> session = devices.find(sid);
        devices.end(session.stream().toList(), clock.instant());
        return session.isPresent();
    }

    /** Answers that will not be given again, and sign-ins that can no longer be gone on with. */
    public void forgetOld() {
        Instant now = clock.instant();
        jdbc.sql("UPDATE device_session SET answer = NULL WHERE answer IS NOT NULL AND spent_at < :before")
                .param("before", Objects.requireNonNull(AccountRow.utc(now.minus(REPLAYED)))).update();
        jdbc.sql(
                """
                        DELETE FROM device_session WHERE id IN (SELECT id FROM device_session WHERE created_at < :before LIMIT 2000)
                        """)
                .param("before", AccountRow.utc(now.minus(DeviceSessions.LONGEST).minus(Duration.ofDays(1)))).update();
    }
}
