package radio.tarang.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.FeedClient;
import radio.tarang.faults.stage.Pace;
import radio.tarang.local.server.Server;

/**
 * SIGKILL of one process after another under light load, each started again at once as a supervisor would: ten seconds later at most
 * everything works again, nothing acknowledged is gone, and a listener who only reconnects has missed nothing.
 */
final class EachKilled implements Scenario {

    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(10);
    private static final String STATE = "UP";

    @Override
    public String name() {
        return "each-killed";
    }

    @Override
    public void play(Theatre theatre, Verdict verdict) throws IOException {
        String station = theatre.station(STATE);
        int mark = theatre.auditor().mark();
        List<String> programs = new CopyOnWriteArrayList<>();
        try (FeedClient listener = theatre.listen(STATE);
                Load reading = Load.of(20, () -> theatre.api().listing(STATE));
                Load writing = Load.of(2, () -> write(theatre, station, programs))) {
            for (Map.Entry<String, Server> victim : victims(theatre)) {
                killed(theatre, verdict, station, victim.getKey(), victim.getValue(), listener);
            }
            writing.close();
            reading.close();
            finish(theatre, verdict, mark, programs, listener);
        }
    }

    private static List<Map.Entry<String, Server>> victims(Theatre theatre) {
        return List.of(Map.entry("gateway", theatre.gateway()),
                Map.entry("notification-service", theatre.notification()),
                Map.entry("program-service", theatre.program()), Map.entry("kafka", theatre.stage().kafka()),
                Map.entry("postgres", theatre.stage().postgres()));
    }

    private static void killed(Theatre theatre, Verdict verdict, String station, String name, Server victim,
            FeedClient listener)
            throws IOException {
        victim.kill();
        Instant killed = Instant.now();
        victim.start();
        Duration up = Duration.between(killed, Instant.now());
        AtomicInteger attempts = new AtomicInteger();
        BooleanSupplier works = () -> theatre.api().listing(STATE).isSuccess()
                && heard(theatre, station, listener, attempts);
        boolean recovered = Pace.until(Duration.ofSeconds(30), works);
        verdict.expect(recovered, "%s: the platform did not work again within 30 s of its kill", name);
        verdict.figure("%s: process up after %d ms", name, up.toMillis());
        verdict.within(RECOVERY_LIMIT, Duration.between(killed, Instant.now()),
                name + ": write, feed and listing work again after");
    }

    /** One write goes all the way from the editor to the listener. */
    private static boolean heard(Theatre theatre, String station, FeedClient listener, AtomicInteger attempts) {
        Instant start = Instant.now().plus(Duration.ofHours(5));
        Answer created = theatre.api().createProgram(station, "Probe " + attempts.incrementAndGet(), start,
                start.plusSeconds(60));
        if (!created.isSuccess() || !theatre.api().changeStatus(created.text("id"), "cancelled").isSuccess()) {
            return false;
        }
        return Pace.until(Duration.ofSeconds(20),
                () -> !listener.of("PROGRAM_CANCELLED", created.text("id")).isEmpty());
    }

    /** A programme that starts two seconds later and ends after two more: boundaries fall into every outage. */
    private static Answer write(Theatre theatre, String station, List<String> programs) {
        Instant start = Instant.now().plusSeconds(2);
        Answer answer = theatre.api().createProgram(station, "Boundary within an outage", start, start.plusSeconds(2));
        if (answer.status() == 201) {
            programs.add(answer.text("id"));
        }
        return answer;
    }

    private static void finish(Theatre theatre, Verdict verdict, int mark, List<String> programs, FeedClient listener)
            throws IOException {
        Theatre.require("the last programme ends", Duration.ofSeconds(20),
                () -> theatre.api().program(programs.getLast()).text("status").equals("ended"));
        List<Auditor.Acknowledged> acknowledged = theatre.auditor().acknowledgedSince(mark);
        List<String> all = new ArrayList<>(
                acknowledged.stream().map(Auditor.Acknowledged::programId).distinct().toList());
        Comparison whole = Comparison.of(theatre, verdict, all, Duration.ofSeconds(15));
        whole.acknowledged(acknowledged);
        whole.published();
        verdict.figure("listener connected %d times", listener.connections());
        Hearing.of(listener, programs).eachOnce(verdict, "PROGRAM_STARTED", "PROGRAM_ENDED");
    }
}
