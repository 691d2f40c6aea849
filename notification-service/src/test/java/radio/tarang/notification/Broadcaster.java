package radio.tarang.notification;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Publishes to {@code program.events} as program-service does: in transactions, keyed by id, into the state's partition. */
public final class Broadcaster implements AutoCloseable {
    private static final States STATES = States.load();

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    public Broadcaster(Replica.World world) {
        this.topic = world.topic();
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", world.bootstrapServers(), "transactional.id", "it-" + UUID.randomUUID(),
                        "linger.ms", 0),
                new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** A programme of a state (null: national) that can be told about. */
    public final class Show {
        public final String id = UUID.randomUUID().toString();
        public final @Nullable String stateId;
        private final ObjectNode data = JsonMapper.shared().createObjectNode();

        private Show(@Nullable String stateId, String title, Instant start, Instant end) {
            this.stateId = stateId;
            data.put("id", id).put("stationId", "0192b3c0-0000-7000-8000-000000000001")
                    .put("stationName", "Vividh Bharati").put("stateId", stateId)
                    .put("title", title).put("hostName", "Kamala").put("scheduledStart", start.toString())
                    .put("scheduledEnd", end.toString())
                    .put("status", "scheduled");
        }

        public Show with(String member, String value) {
            data.put(member, value);
            return this;
        }

        public Show without(String member) {
            data.remove(member);
            return this;
        }

        public RecordMetadata scheduled(long sequence) {
            return tell("program.scheduled", "scheduled", sequence);
        }

        public RecordMetadata started(long sequence) {
            data.put("actualStart", Instant.now().toString());
            return tell("program.started", "live", sequence);
        }

        public RecordMetadata updated(long sequence) {
            return tell("program.updated", data.path("status").asString(), sequence);
        }

        public RecordMetadata ended(long sequence) {
            data.put("actualEnd", Instant.now().toString());
            return tell("program.ended", "ended", sequence);
        }

        public RecordMetadata cancelled(long sequence) {
            return tell("program.cancelled", "cancelled", sequence);
        }

        public RecordMetadata tell(String type, String status, long sequence) {
            data.put("status", status).put("version", sequence);
            return send(record(type, sequence));
        }

        public ProducerRecord<byte[], byte[]> record(String type, long sequence) {
            return Broadcaster.this.record(partition(stateId), "programs/" + id, id, type, sequence,
                    JsonMapper.shared().writeValueAsBytes(data));
        }
    }

    public Show show(@Nullable String stateId, String title) {
        return new Show(stateId, title, Instant.now().minusSeconds(1), Instant.now().plusSeconds(3600));
    }

    public Show show(@Nullable String stateId, String title, Instant start, Instant end) {
        return new Show(stateId, title, start, end);
    }

    /** How a state departs from a national programme. */
    public final class Departure {
        private final String stateId;
        private final ObjectNode data = JsonMapper.shared().createObjectNode();

        private Departure(String stateId, Show from) {
            this.stateId = stateId;
            data.put("id", UUID.randomUUID().toString()).put("replaces", from.id).put("stateId", stateId);
        }

        public Departure with(String member, String value) {
            data.put(member, value);
            return this;
        }

        public Departure later(int minutes) {
            data.put("delayMinutes", minutes);
            return this;
        }

        public void told(long sequence) {
            tell("optout.updated", sequence);
        }

        public void withdrawn(long sequence) {
            tell("optout.deleted", sequence);
        }

        private void tell(String type, long sequence) {
            String id = data.path("id").asString();
            send(record(partition(stateId), "opt-outs/" + id, id, type, sequence,
                    JsonMapper.shared().writeValueAsBytes(data)));
        }
    }

    public Departure departure(String stateId, Show from) {
        return new Departure(stateId, from);
    }

    public void station(String id, @Nullable String stateId, String streamUrl, long sequence) {
        ObjectNode data = JsonMapper.shared().createObjectNode().put("id", id).put("name", "Vividh Bharati")
                .put("stateId", stateId)
                .put("streamUrl", streamUrl).put("version", sequence);
        send(record(partition(stateId), "stations/" + id, id, "station.updated", sequence,
                JsonMapper.shared().writeValueAsBytes(data)));
    }

    static int partition(@Nullable String stateId) {
        State state = stateId == null ? State.NATIONAL : STATES.find(stateId);
        if (state == null) {
            throw new IllegalArgumentException(stateId);
        }
        return state.partition();
    }

    public ProducerRecord<byte[], byte[]> record(int partition, String subject, String key, String type, long sequence,
            byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition,
                key.getBytes(StandardCharsets.UTF_8), value);
        Map.of("ce_specversion", "1.0", "ce_id", UUID.randomUUID().toString(), "ce_type", type, "ce_source",
                "/services/program-service", "ce_subject",
                subject, "ce_time", Instant.now().toString(), "ce_sequence", String.valueOf(sequence), "content-type",
                "application/json")
                .forEach((name, header) -> record.headers().add(name, header.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        producer.beginTransaction();
        try {
            RecordMetadata sent = producer.send(record).get();
            producer.commitTransaction();
            return sent;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Many in one transaction. */
    public void sendAll(List<ProducerRecord<byte[], byte[]>> records) {
        producer.beginTransaction();
        records.forEach(producer::send);
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close();
    }
}
