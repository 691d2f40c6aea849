package radio.tarang.user.privacy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.encrypt.AesBytesEncryptor;
import org.springframework.security.crypto.encrypt.AesBytesEncryptor.CipherAlgorithm;
import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.Accounts;
import radio.tarang.user.Member;

/** Exports: wished for, made, kept for a day under AES-256-GCM. */
@Repository
@Transactional
class Exports {
    private static final Duration CLAIM = Duration.ofSeconds(30);
    private static final int NONCE_BYTES = 16;

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Clock clock;
    private final Duration kept;
    private final BytesEncryptor encryptor;

    Exports(JdbcClient jdbc, Accounts accounts, PrivacySettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.clock = clock;
        this.kept = settings.exportKept();
        this.encryptor = new AesBytesEncryptor(key(settings.exportSecret()), KeyGenerators.secureRandom(NONCE_BYTES),
                CipherAlgorithm.GCM);
    }

    /** The document if it is there; else it is wished for, which changes nothing if it was already. */
    Optional<byte[]> request(Member member) {
        accounts.ensure(member.id(), member.username());
        Instant now = clock.instant();
        forgetOld();
        jdbc.sql("""
                INSERT INTO export (user_id, requested_at, next_try_at) VALUES (:id, :now, :now)
                ON CONFLICT (user_id) DO NOTHING""").param("id", member.id()).param("now", utc(now)).update();
        return jdbc.sql("SELECT document FROM export WHERE user_id = :id AND ready_at IS NOT NULL")
                .param("id", member.id()).query((row, _) -> row.getBytes(1)).optional().map(encryptor::decrypt);
    }

    /** Takes some that nobody works on; whoever dies over one leaves it to the next after a while. */
    List<UUID> claim() {
        Instant now = clock.instant();
        return jdbc.sql("""
                UPDATE export SET next_try_at = :later
                WHERE user_id IN (SELECT user_id FROM export WHERE ready_at IS NULL AND next_try_at <= :now
                                  ORDER BY next_try_at LIMIT 10 FOR UPDATE SKIP LOCKED)
                RETURNING user_id""").param("later", utc(now.plus(CLAIM))).param("now", utc(now))
                .query((row, _) -> row.getObject(1, UUID.class)).list();
    }

    void done(UUID id, byte[] document) {
        jdbc.sql("UPDATE export SET document = :document, ready_at = :now WHERE user_id = :id")
                .param("document", encryptor.encrypt(document)).param("now", utc(clock.instant())).param("id", id)
                .update();
    }

    void tryAgain(UUID id, Duration after) {
        jdbc.sql("UPDATE export SET next_try_at = :then WHERE user_id = :id AND ready_at IS NULL")
                .param("then", utc(clock.instant().plus(after))).param("id", id).update();
    }

    int forgetOld() {
        return jdbc.sql("DELETE FROM export WHERE ready_at < :before").param("before", utc(clock.instant().minus(kept)))
                .update();
    }

    private static SecretKeySpec key(String secret) {
        try {
            return new SecretKeySpec(MessageDigest.getInstance("SHA-256")
                    .digest(("tarang export v1 " + secret).getBytes(StandardCharsets.UTF_8)), "AES");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
