package radio.tarang.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The command: {@code deploy/faults/run [--long] [scenario…]}. Ends with 1 if a promise was broken, with 2 if it could not be judged. */
public final class Faults {

    private static final List<Scenario> ALL = List.of(new ReplicaKilled(), new FullHourKilled(), new KafkaStopped(),
            new PostgresPaused(),
            new PoisonedTopic(),
            new EachKilled(), new StoresStopped());

    private Faults() {
    }

    public static void main(String[] arguments) throws IOException {
        List<String> words = Arrays.asList(arguments);
        List<String> wanted = words.stream().filter(word -> !word.startsWith("--")).toList();
        List<String> unknown = wanted.stream()
                .filter(word -> ALL.stream().noneMatch(scenario -> scenario.name().equals(word))).toList();
        if (!unknown.isEmpty()) {
            System.err.println("unknown scenario: " + String.join(", ", unknown) + "; there are "
                    + String.join(", ", ALL.stream().map(Scenario::name).toList()));
            System.exit(2);
        }
        System.exit(run(wanted, words.contains("--long")));
    }

    private static int run(List<String> wanted, boolean full) throws IOException {
        Instant start = Instant.now();
        say("starting a platform of its own");
        int failed = 0;
        try (Theatre theatre = Theatre.open(full)) {
            say("up after %d s, logs in %s".formatted(seconds(start), theatre.stage().folder()));
            for (Scenario scenario : ALL) {
                if (wanted.isEmpty() || wanted.contains(scenario.name())) {
                    failed += play(scenario, theatre) ? 0 : 1;
                }
            }
            say("%d requests audited".formatted(theatre.auditor().requests()));
        }
        say("%s after %d s".formatted(failed == 0 ? "all held" : failed + " failed", seconds(start)));
        return failed == 0 ? 0 : 1;
    }

    private static boolean play(Scenario scenario, Theatre theatre) throws IOException {
        Instant start = Instant.now();
        say("…    " + scenario.name());
        Verdict verdict = new Verdict();
        try {
            scenario.play(theatre, verdict);
        } catch (RuntimeException e) {
            verdict.expect(false, "could not be played to its end: %s", e);
        }
        theatre.restore();
        say("%s %s, %d s".formatted(verdict.passed() ? "PASS" : "FAIL", scenario.name(), seconds(start)));
        verdict.figures().forEach(figure -> say("       " + figure));
        verdict.broken().forEach(promise -> say("     ! " + promise));
        return verdict.passed();
    }

    private static long seconds(Instant since) {
        return Duration.between(since, Instant.now()).toSeconds();
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
