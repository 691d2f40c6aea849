package radio.tarang.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import radio.tarang.faults.stage.Pace;

/** Every datastore away at once: what is on air is still answered, saying how old it is, and comes back by itself. */
final class StoresStopped implements Scenario {

    private static final String STATE = "AS";

    @Override
    public String name() {
        return "stores-stopped";
    }

    @Override
    public void play(Theatre theatre, Verdict verdict) throws IOException {
        String station = theatre.station(STATE);
        String live = theatre.liveProgram(station);
        Theatre.require("the listing shows the programme", Duration.ofSeconds(5),
                () -> theatre.api().listing(STATE).body().contains(live));
        theatre.stage().postgres().kill();
        theatre.stage().kafka().kill();
        Instant gone = Instant.now();
        Load reading = Load.of(50, () -> theatre.api().listing(STATE));
        try (reading) {
            // Longer than the listing is fresh, in the full version: the stale copy answers.
            Pace.millis(theatre.lasting(Duration.ofSeconds(75), Duration.ofSeconds(12)).toMillis());
        }
        List<Load.Sample> reads = reading.between(gone, Instant.now());
        long failed = reads.stream()
                .filter(read -> read.answer().status() != 200 || !read.answer().body().contains(live)).count();
        long ageless = reads.stream().filter(read -> read.answer().header("Age").isEmpty()).count();
        long p99 = Load.percentileMillis(reads, 99);
        verdict.figure("%d listings, %d failed, p99 %d ms, last said Age %s, Cache-Status %s", reads.size(), failed,
                p99,
                reads.getLast().answer().header("Age").orElse("nothing"),
                reads.getLast().answer().header("Cache-Status").orElse("nothing"));
        verdict.expect(failed == 0, "%d of %d listings were not answered with the programme on air", failed,
                reads.size());
        verdict.expect(ageless == 0, "%d of %d listings did not say their age", ageless, reads.size());
        verdict.expect(p99 < 200, "p99 of the listings is %d ms, the limit is 200 ms", p99);

        theatre.stage().startAll(theatre.stage().postgres(), theatre.stage().kafka());
        Instant back = Instant.now();
        boolean recovered = Pace.until(Duration.ofSeconds(10), () -> writes(theatre, station));
        verdict.figure("first write %d ms after the stores were back",
                Duration.between(back, Instant.now()).toMillis());
        verdict.expect(recovered, "no write succeeded within 10 s of the stores' return");
    }

    private static boolean writes(Theatre theatre, String station) {
        Instant start = Instant.now().plus(Duration.ofHours(6));
        return theatre.api().createProgram(station, "After the outage", start, start.plusSeconds(60)).status() == 201;
    }
}
