package radio.tarang.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.FeedClient;
import radio.tarang.faults.stage.Pace;

/** Kafka away while editors go on writing: what they were told is kept, and published in order once it is back. */
final class KafkaStopped implements Scenario {

    @Override
    public String name() {
        return "kafka-stopped";
    }

    @Override
    public void play(Theatre theatre, Verdict verdict) throws IOException {
        String station = theatre.station("RJ");
        int mark = theatre.auditor().mark();
        Duration away = theatre.lasting(Duration.ofSeconds(30), Duration.ofSeconds(10));
        try (FeedClient listener = theatre.listen("RJ")) {
            Load writing = Load.of(10, () -> write(theatre, station));
            try (writing) {
                Pace.millis(2000);
                theatre.stage().kafka().stop();
                Pace.millis(away.toMillis());
                theatre.stage().kafka().start();
                Pace.millis(3000);
            }
            Instant back = Instant.now();
            List<Load.Sample> writes = writing.all();
            long refused = writes.stream().filter(write -> !write.answer().isSuccess()).count();
            verdict.figure("Kafka away %d s, %d writes, %d not acknowledged, p99 %d ms", away.toSeconds(),
                    writes.size(), refused,
                    Load.percentileMillis(writes, 99));
            verdict.expect(refused == 0, "%d writes failed although the database was there", refused);

            List<Auditor.Acknowledged> acknowledged = theatre.auditor().acknowledgedSince(mark);
            List<String> programs = acknowledged.stream().map(Auditor.Acknowledged::programId).distinct().toList();
            Comparison comparison = Comparison.of(theatre, verdict, programs, Duration.ofSeconds(15));
            verdict.within(Duration.ofSeconds(10), Duration.between(back, Instant.now()),
                    "all published, after the writing ended,");
            comparison.acknowledged(acknowledged);
            comparison.published();
            String afterwards = theatre.liveProgram(station);
            verdict.expect(
                    Pace.until(Duration.ofSeconds(10), () -> !listener.of("PROGRAM_STARTED", afterwards).isEmpty()),
                    "the listener heard nothing of a programme that started after Kafka came back");
            List<String> cancelled = Stream.of(writes).flatMap(List::stream).map(write -> write.answer().text("id"))
                    .toList();
            Hearing.of(listener, cancelled).eachOnce(verdict, "PROGRAM_CANCELLED");
        }
    }

    /** Two versions of one programme: scheduled, then cancelled. */
    private static Answer write(Theatre theatre, String station) {
        Instant start = Instant.now().plus(Duration.ofHours(2));
        Answer created = theatre.api().createProgram(station, "Written while Kafka was away", start,
                start.plusSeconds(600));
        return created.isSuccess() ? theatre.api().changeStatus(created.text("id"), "cancelled") : created;
    }
}
