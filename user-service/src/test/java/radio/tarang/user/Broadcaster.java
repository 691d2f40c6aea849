package radio.tarang.user;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What program-service says on {@code program.events}, in the place of program-service. */
public final class Broadcaster implements AutoCloseable {
    private final RunningService service;
    private final KafkaProducer<byte[], byte[]> producer;

    public Broadcaster(RunningService service) {
        this.service = service;
        producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, service.setup().brokers()),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    public String topic() {
        return service.setup().programTopic();
    }

    /** A new station that the service has learned of. */
    public UUID station(String name) {
        UUID id = UUID.randomUUID();
        send(station(id, "station.updated", 1, name));
        awaitKnown(id, name);
        return id;
    }

    /** A new programme that the service has learned of. */
    public UUID program(String title) {
        UUID id = UUID.randomUUID();
        send(program(id, "program.scheduled", 1, title));
        awaitKnown(id, title);
        return id;
    }

    public ProducerRecord<byte[], byte[]> station(UUID id, String type, long sequence, String name) {
        return record("stations/", id, type, sequence,
                "{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"stateId\":null,\"languages\":[],\"version\":1}");
    }

    public ProducerRecord<byte[], byte[]> program(UUID id, String type, long sequence, String title) {
        return record("programs/", id, type, sequence, "{\"id\":\"" + id + "\",\"title\":\"" + title + "\"}");
    }

    public ProducerRecord<byte[], byte[]> record(String collection, UUID id, String type, long sequence,
            @Nullable String value) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", UUID.randomUUID().toString());
        headers.put("ce_type", type);
        headers.put("ce_source", "/services/program-service");
        headers.put("ce_subject", collection + id);
        headers.put("ce_time", "2026-01-01T00:00:00Z");
        headers.put("ce_sequence", Long.toString(sequence));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic(), 0, bytes(id.toString()),
                value == null ? null : bytes(value));
        headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
        return record;
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    public void awaitKnown(UUID id, String name) {
        Awaitility.await(name).until(() -> service.jdbc().sql("SELECT name FROM broadcast WHERE id = :id")
                .param("id", id).query(String.class).optional().filter(name::equals).isPresent());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
