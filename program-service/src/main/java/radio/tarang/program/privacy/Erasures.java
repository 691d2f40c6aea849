package radio.tarang.program.privacy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.outbox.CloudEvent;
import radio.tarang.outbox.Outbox;
import radio.tarang.outbox.OutboxEvent;
import radio.tarang.program.Programs;
import radio.tarang.program.audit.Audit;

/** Forgets people. */
@Repository
class Erasures {
    private static final String SCHEMA = "https://tarang.radio/contracts/events/user-erased-v1.schema.json";

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Programs programs;
    private final Outbox outbox;
    private final Clock clock;
    private final String service;
    private final String topic;

    Erasures(JdbcClient jdbc, Audit audit, Programs programs, Outbox outbox, Clock clock,
            @Value("${spring.application.name}") String service,
            @Value("${tarang.topics.interaction-events:interaction.events}") String topic) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.programs = programs;
        this.outbox = outbox;
        this.clock = clock;
        this.service = service;
        this.topic = topic;
    }

    /** Answers also when there was nothing left to erase: the answer before may have been lost. */
    @Transactional
    void erase(UserDeleted deleted) {
        Instant now = clock.instant();
        jdbc.sql("INSERT INTO erased_subject (hash, at) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(hash(deleted.userId()), Timestamp.from(now)).update();
        audit.forget(deleted.userId());
        programs.forgetCreator(deleted.userId());
        CloudEvent headers = CloudEvent.of("user.erased", service).subject("users/" + deleted.userId()).time(now)
                .sequence(deleted.sequence()).dataSchema(SCHEMA).causedBy(deleted.eventId());
        byte[] data = """
                {"id":"%s","service":"%s"}""".formatted(deleted.userId(), service).getBytes(StandardCharsets.UTF_8);
        outbox.append(List.of(new OutboxEvent(topic, null, deleted.userId().toString(), headers.headers(), data)));
    }

    /** What somebody did here as an editor: all this service knows about people. */
    @Transactional(readOnly = true)
    List<Audit.Deed> deeds(UUID userId) {
        return audit.of(userId);
    }

    boolean isErased(UUID userId) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM erased_subject WHERE hash = ?)").param(hash(userId))
                .query(Boolean.class).single();
    }

    private static byte[] hash(UUID userId) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(userId.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
