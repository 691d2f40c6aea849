package radio.tarang.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Pace;

/**
 * PostgreSQL frozen, then stopped: what is on air is still answered, with its age; a write is refused within two seconds and told
 * when to try again; and nobody has to do anything once it is back.
 */
final class PostgresPaused implements Scenario {

    private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(2);
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "postgres-paused";
    }

    @Override
    public void play(Theatre theatre, Verdict verdict) throws IOException {
        String station = theatre.station("KA");
        String live = theatre.liveProgram(station);
        Theatre.require("the listing shows the programme", Duration.ofSeconds(5),
                () -> theatre.api().listing("KA").body().contains(live));
        Duration lasting = theatre.lasting(Duration.ofSeconds(45), Duration.ofSeconds(10));
        without(theatre, verdict, station, live, "frozen", lasting, theatre.stage().postgres()::pause,
                theatre.stage().postgres()::resume);
        without(theatre, verdict, station, live, "stopped", lasting, theatre.stage().postgres()::stop,
                theatre.stage().postgres()::start);
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void without(Theatre theatre, Verdict verdict, String station, String live, String how,
            Duration lasting, Act fault,
            Act repair) throws IOException {
        int mark = theatre.auditor().mark();
        Load reading = Load.of(50, () -> theatre.api().listing("KA"));
        Load writing = Load.of(2, () -> write(theatre, station));
        Instant gone;
        Instant back;
        try (reading; writing) {
            fault.run();
            gone = Instant.now();
            Pace.millis(lasting.toMillis());
            repair.run();
            back = Instant.now();
            boolean recovered = Pace.until(RECOVERY_LIMIT, () -> write(theatre, station).status() == 201);
            verdict.figure("%s: first write after the repair %d ms", how,
                    Duration.between(back, Instant.now()).toMillis());
            verdict.expect(recovered, "%s: no write succeeded within %d s of the repair", how,
                    RECOVERY_LIMIT.toSeconds());
        }
        listings(verdict, how, live, reading.between(gone, back));
        // A write that was due just before the repair may have waited into it: judged are those that had their two seconds.
        refusals(verdict, how, writing.between(gone, back.minus(REFUSAL_LIMIT)));
        List<Auditor.Acknowledged> acknowledged = theatre.auditor().acknowledgedSince(mark);
        Comparison comparison = Comparison.of(theatre, verdict,
                acknowledged.stream().map(Auditor.Acknowledged::programId).toList(),
                Duration.ofSeconds(15));
        comparison.acknowledged(acknowledged);
    }

    private static void listings(Verdict verdict, String how, String live, List<Load.Sample> reads) {
        long p99 = Load.percentileMillis(reads, 99);
        long failed = reads.stream()
                .filter(read -> read.answer().status() != 200 || !read.answer().body().contains(live)).count();
        long ageless = reads.stream().filter(read -> read.answer().header("Age").isEmpty()).count();
        int oldest = reads.stream().mapToInt(read -> read.answer().header("Age").map(Integer::parseInt).orElse(0)).max()
                .orElse(0);
        verdict.figure("%s: %d listings, %d failed, p99 %d ms, Age up to %d s", how, reads.size(), failed, p99, oldest);
        verdict.expect(!reads.isEmpty(), "%s: no listing was asked for", how);
        verdict.expect(failed == 0, "%s: %d of %d listings were not answered with the programme on air", how, failed,
                reads.size());
        verdict.expect(ageless == 0, "%s: %d of %d listings did not say their age", how, ageless, reads.size());
        verdict.expect(p99 < 200, "%s: p99 of the listings is %d ms, the limit is 200 ms", how, p99);
    }

    private static void refusals(Verdict verdict, String how, List<Load.Sample> writes) {
        List<Load.Sample> wrong = writes.stream()
                .filter(write -> write.answer().status() != 503 || write.answer().header("Retry-After").isEmpty())
                .toList();
        long slowest = writes.stream().mapToLong(write -> write.waited().toMillis()).max().orElse(0);
        verdict.figure("%s: %d writes refused, the slowest after %d ms", how, writes.size() - wrong.size(), slowest);
        verdict.expect(wrong.isEmpty(), "%s: %d of %d writes were not 503 with Retry-After, such as %s", how,
                wrong.size(), writes.size(),
                wrong.isEmpty() ? "" : wrong.getFirst().answer());
        verdict.expect(slowest <= REFUSAL_LIMIT.toMillis(), "%s: a write was refused only after %d ms", how, slowest);
    }

    private static Answer write(Theatre theatre, String station) {
        Instant start = Instant.now().plus(Duration.ofHours(4));
        return theatre.api().createProgram(station, "Written while PostgreSQL was away", start, start.plusSeconds(600));
    }
}
