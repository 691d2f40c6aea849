package radio.tarang.bench.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import radio.tarang.outbox.CloudEvent;
import radio.tarang.outbox.OutboxEvent;

/** Events as program-service writes them: full state of some 600 bytes, twelve headers, 2 000 programmes over all partitions. */
final class Events {

    static final String TOPIC = "program.events";
    private static final List<String> KEYS = IntStream.range(0, 2000).mapToObj(i -> UUID.randomUUID().toString())
            .toList();

    private Events() {
    }

    static OutboxEvent number(long number) {
        String id = KEYS.get((int) (number % KEYS.size()));
        int partition = (int) (number % 12);
        String body = """
                {"id":"%s","stationId":"01935b1e-7d4c-7000-8000-00000000002a","stationName":"Akashvani Mumbai","stateId":"MH",\
                "title":"Evening Raga with the Listeners' Choice","description":"Two hours of classical music chosen by listeners \
                from all over the state, with news at half past and a word from the studio.","category":"music",\
                "hostName":"Meera Kulkarni","language":"mr","scheduledStart":"2026-11-21T12:30:00Z",\
                "scheduledEnd":"2026-11-21T14:30:00Z","status":"live","tags":["classical","request"],\
                "createdAt":"2026-11-20T06:00:00Z","updatedAt":"2026-11-21T12:30:00Z","version":%d}"""
                .formatted(id, number);
        var headers = CloudEvent.of("program.updated", "program-service").subject("programs/" + id).time(Instant.now())
                .sequence(number).dataSchema("https://tarang.radio/contracts/events/program-v1.schema.json")
                .cacheTags("program:" + id, "station:01935b1e-7d4c-7000-8000-00000000002a", "state:MH").headers();
        return new OutboxEvent(TOPIC, partition, id, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
