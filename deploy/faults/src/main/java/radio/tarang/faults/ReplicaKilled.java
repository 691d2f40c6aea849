package radio.tarang.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import radio.tarang.faults.stage.FeedClient;
import radio.tarang.faults.stage.Pace;

/**
 * A thousand boundaries within seconds, two replicas of program-service at work: one is killed among the starts, the other among
 * the ends, then both come back.
 */
final class ReplicaKilled implements Scenario {

    private static final int PROGRAMS = 500;
    private static final List<String> STATES = List.of("MH", "TN", "WB", "GJ", "KL");

    @Override
    public String name() {
        return "replica-killed";
    }

    @Override
    public void play(Theatre theatre, Verdict verdict) throws IOException {
        theatre.stage().startAll(theatre.programReplica());
        List<String> stations = STATES.stream().map(theatre::station).toList();
        int mark = theatre.auditor().mark();
        try (FeedClient listener = theatre.listen(STATES.getFirst())) {
            // Setting up takes a while on a small machine: the first start must lie behind it.
            Instant first = Instant.now().plusSeconds(15);
            List<String> programs = scheduled(theatre, stations, first);
            List<String> heard = IntStream.range(0, PROGRAMS).filter(i -> i % STATES.size() == 0)
                    .mapToObj(programs::get).toList();
            verdict.expect(Instant.now().isBefore(first),
                    "the scene took too long to set: the starts were already due");
            sleepUntil(first.plusSeconds(2));
            theatre.programReplica().kill();
            sleepUntil(first.plusSeconds(7));
            theatre.program().kill();
            verdict.figure("%d boundaries, one replica killed among the starts, the other among the ends",
                    2 * PROGRAMS);

            Instant back = Instant.now();
            theatre.stage().startAll(theatre.program(), theatre.programReplica());
            verdict.figure("both replicas up again after %d ms", Duration.between(back, Instant.now()).toMillis());
            Theatre.require("the last programme ends", Duration.ofSeconds(20),
                    () -> theatre.api().program(programs.getLast()).text("status").equals("ended"));
            Comparison comparison = Comparison.of(theatre, verdict, programs, Duration.ofSeconds(20));
            comparison.acknowledged(theatre.auditor().acknowledgedSince(mark));
            comparison.published();
            comparison.transitioned(PROGRAMS, "ended", "program.started", "program.ended");
            verdict.figure("feed: %d connection", listener.connections());
            Hearing.of(listener, heard).eachOnce(verdict, "PROGRAM_STARTED", "PROGRAM_ENDED");
        } finally {
            theatre.programReplica().stop();
        }
    }

    /** One start every eight milliseconds, each programme five seconds long. */
    private static List<String> scheduled(Theatre theatre, List<String> stations, Instant first) {
        try (ExecutorService editors = Executors.newFixedThreadPool(8)) {
            List<CompletableFuture<String>> created = new ArrayList<>();
            for (int i = 0; i < PROGRAMS; i++) {
                Instant start = first.plusMillis(8L * i);
                String station = stations.get(i % stations.size());
                created.add(CompletableFuture.supplyAsync(() -> theatre.program(station, start, start.plusSeconds(5)),
                        editors));
            }
            return created.stream().map(CompletableFuture::join).toList();
        }
    }

    private static void sleepUntil(Instant moment) {
        Pace.millis(Math.max(0, Duration.between(Instant.now(), moment).toMillis()));
    }
}
