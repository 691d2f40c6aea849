package radio.tarang.faults;

import java.time.Duration;
import java.util.List;

import radio.tarang.faults.stage.FeedClient;
import radio.tarang.faults.stage.Pace;

/** What a listener was told about some programmes: each message exactly once, whatever was cut meanwhile. */
record Hearing(FeedClient listener, List<String> programs) {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    static Hearing of(FeedClient listener, List<String> programs) {
        return new Hearing(listener, List.copyOf(programs));
    }

    void eachOnce(Verdict verdict, String... types) {
        for (String type : types) {
            boolean complete = Pace.until(LIMIT,
                    () -> programs.stream().noneMatch(id -> listener.of(type, id).isEmpty()));
            long missing = programs.stream().filter(id -> listener.of(type, id).isEmpty()).count();
            long repeated = programs.stream().filter(id -> listener.of(type, id).size() > 1).count();
            verdict.expect(complete, "the listener never got %d of %d %s", missing, programs.size(), type);
            verdict.expect(repeated == 0, "the listener got %d %s more than once", repeated, type);
        }
        verdict.figure("listener: %s for %d programmes", String.join(" and ", types), programs.size());
        verdict.expect(listener.count("RESYNC") == 0, "the listener was told RESYNC %d times",
                listener.count("RESYNC"));
    }
}
