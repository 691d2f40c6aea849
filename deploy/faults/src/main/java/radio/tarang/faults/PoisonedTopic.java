package radio.tarang.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import radio.tarang.faults.stage.FeedClient;
import radio.tarang.faults.stage.Pace;
import radio.tarang.faults.stage.Topic;
import radio.tarang.faults.stage.Topic.Published;

/**
 * Records on program.events that no relay of ours would write: unreadable, nameless, huge, from the future, tripled and in reverse.
 * The next good one is heard within a second, the feed never goes back, and what could not be read lies in the dead-letter topic.
 */
final class PoisonedTopic implements Scenario {

    private static final String STATE = "PB";

    @Override
    public String name() {
        return "poisoned-topic";
    }

    @Override
    public void play(Theatre theatre, Verdict verdict) throws IOException {
        String station = theatre.station(STATE);
        String model = theatre.liveProgram(station);
        Topic events = theatre.events();
        Theatre.require("the model's events are published", Duration.ofSeconds(10),
                () -> of(events, model).size() >= 2);
        Published started = of(events, model).getLast();
        int partition = started.partition();
        try (FeedClient listener = theatre.listen(STATE)) {
            List<byte[]> poison = poison(events, partition, started, verdict);
            good(theatre, verdict, listener, station, "after the poison");
            Topic deadLetters = new Topic(theatre.stage().bootstrapServers(), "program.events.notification-feed.dlt");
            Pace.until(Duration.ofSeconds(10), () -> deadLetters.read().size() >= poison.size());
            List<Published> dead = deadLetters.read();
            long intact = poison.stream()
                    .filter(bytes -> dead.stream().anyMatch(letter -> Arrays.equals(bytes, letter.value()))).count();
            verdict.figure("%d of %d poisonous records intact in the dead-letter topic", intact, poison.size());
            verdict.expect(intact == poison.size(),
                    "only %d of %d poisonous records are intact in the dead-letter topic", intact,
                    poison.size());

            tripledAndReversed(theatre, events, station, verdict, listener);
            good(theatre, verdict, listener, station, "after the tripled and reordered");
            verdict.expect(listener.connections() == 1, "the listener was cut %d times", listener.connections() - 1);
        }
    }

    /** Returns the bytes that belong into the dead-letter topic. */
    private static List<byte[]> poison(Topic events, int partition, Published model, Verdict verdict) {
        List<byte[]> unreadable = new ArrayList<>();
        byte[] badJson = "{\"id\": \"".getBytes(StandardCharsets.UTF_8);
        byte[] noJson = {0, (byte) 0xff, (byte) 0xfe, 7};
        byte[] headless = "{\"headless\": true}".getBytes(StandardCharsets.UTF_8);
        byte[] oddSequence = "{\"sequence\": \"odd\"}".getBytes(StandardCharsets.UTF_8);
        byte[] large = ("{\"id\": \"" + "x".repeat(900_000)).getBytes(StandardCharsets.UTF_8);
        put(events, partition, model.key(), model.headers(), badJson, unreadable);
        put(events, partition, model.key(), model.headers(), noJson, unreadable);
        put(events, partition, model.key(), Map.of(), headless, unreadable);
        put(events, partition, model.key(), changed(model.headers(), "ce_sequence", "twelve"), oddSequence, unreadable);
        put(events, partition, model.key(), model.headers(), large, unreadable);
        verdict.expect(unreadable.size() == 5, "the broker refused poison that it should take");
        // A compacted topic takes no record without a key: the broker itself is the guard.
        boolean nameless = events.write(partition, null, model.headers(), model.value());
        verdict.expect(!nameless, "the broker took a record without a key");
        boolean tenMegabytes = events.write(partition, model.key(), model.headers(), new byte[10 * 1024 * 1024]);
        verdict.expect(!tenMegabytes, "the broker took a record of 10 MiB");
        // Not poison: a type nobody knows yet, and a schema from the future. Ignored, and no dead letters.
        events.write(partition, model.key(), changed(model.headers(), "ce_type", "program.teleported"), model.value());
        return unreadable;
    }

    private static void put(Topic events, int partition, @Nullable String key, Map<String, String> headers,
            byte[] value,
            List<byte[]> taken) {
        if (events.write(partition, key, headers, value)) {
            taken.add(value);
        }
    }

    private static Map<String, String> changed(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new java.util.HashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    /** A programme of ours goes through its life, then all its records come again: each three times, the last one first. */
    private static void tripledAndReversed(Theatre theatre, Topic events, String station, Verdict verdict,
            FeedClient listener) {
        Instant now = Instant.now();
        String id = theatre.program(station, now.plusMillis(200), now.plusMillis(1700));
        Theatre.require("the programme has ended", Duration.ofSeconds(10),
                () -> !listener.of("PROGRAM_ENDED", id).isEmpty());
        Theatre.require("its three events are published", Duration.ofSeconds(10), () -> of(events, id).size() >= 3);
        int before = listener.messages().size();
        List<Published> life = of(events, id);
        for (Published event : life.reversed()) {
            for (int i = 0; i < 3; i++) {
                events.write(event.partition(), event.key(), event.headers(), event.value());
            }
        }
        good(theatre, verdict, listener, station, "behind 9 old records");
        long again = listener.messages().stream().skip(before).filter(message -> message.programId().equals(id))
                .count();
        verdict.expect(again == 0, "the listener was told %d times again about a programme that had ended", again);
        try (FeedClient newcomer = theatre.listen(STATE)) {
            boolean onAir = newcomer.messages().getFirst().payload().path("programs").toString().contains(id);
            verdict.expect(!onAir, "a snapshot shows a programme on air that has ended");
        }
        verdict.figure("%d records repeated three times in reverse: %d messages about them", life.size(), again);
    }

    /** The next good message: from the acknowledgement of the write to the listener. */
    private static void good(Theatre theatre, Verdict verdict, FeedClient listener, String station, String when) {
        Instant start = Instant.now().plus(Duration.ofHours(1));
        String id = theatre.program(station, start, start.plusSeconds(60));
        theatre.api().changeStatus(id, "cancelled");
        Instant written = Instant.now();
        boolean heard = Pace.until(Duration.ofSeconds(15), () -> !listener.of("PROGRAM_CANCELLED", id).isEmpty());
        verdict.expect(heard, "%s the next good message never came", when);
        verdict.within(Duration.ofSeconds(1), Duration.between(written, Instant.now()), "next good message " + when);
    }

    private static List<Published> of(Topic events, String programId) {
        return events.read().stream().filter(event -> event.key().equals(programId))
                .filter(event -> !event.type().isEmpty())
                .filter(event -> !event.isTombstone()).toList();
    }
}
