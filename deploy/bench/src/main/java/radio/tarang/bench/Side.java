package radio.tarang.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of the compared: where it answers, what it is asked with, and every process that works for its answers. */
public final class Side {

    private final String name;
    private final URI uri;
    private final Map<String, String> headers;
    private final CpuMeter processes;
    private final List<ClosedLoop.Outcome> rounds = new ArrayList<>();

    public Side(String name, URI uri, Map<String, String> headers, CpuMeter processes) {
        this.name = name;
        this.uri = uri;
        this.headers = headers;
        this.processes = processes;
    }

    public String name() {
        return name;
    }

    public ClosedLoop.Outcome warm(ClosedLoop load, Duration length) throws IOException {
        return load.run(uri, headers, length, processes);
    }

    /** Until two bursts in a row cost the same within 3 %, at most 15 bursts. */
    public void warmUntilFlat(ClosedLoop load) throws IOException {
        double before = Double.MAX_VALUE;
        for (int burst = 1; burst <= 15; burst++) {
            double now = warm(load, Duration.ofSeconds(3)).microsPerRequest();
            boolean flat = burst > 4 && Math.abs(now / before - 1) < 0.03;
            before = now;
            if (flat || burst == 15) {
                System.out.printf("%s %s after %d bursts of 3 s%n", name, flat ? "flat" : "NOT flat", burst);
                return;
            }
        }
    }

    public void round(ClosedLoop load, Duration length) throws IOException {
        ClosedLoop.Outcome outcome = load.run(uri, headers, length, processes);
        if (outcome.failures() > 0) {
            throw new IllegalStateException(
                    "%s: %d of %d requests failed".formatted(name, outcome.failures(), outcome.requests()));
        }
        rounds.add(outcome);
    }

    public Spread micros() {
        return Spread.of(rounds.stream().map(ClosedLoop.Outcome::microsPerRequest).toList());
    }

    /** How many answers this side gives for the CPU time of one of the other's, round by round: what disturbs a round, disturbs both. */
    public Spread against(Side other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            ratios.add(100 * other.rounds.get(i).microsPerRequest() / rounds.get(i).microsPerRequest());
        }
        return Spread.of(ratios);
    }

    /** Below this, a closed loop found neither side busy: somebody else had the cores. */
    public boolean disturbed() {
        return Spread.of(rounds.stream().map(ClosedLoop.Outcome::serverShare).toList()).median() < 0.8
                && generatorShare() < 0.8;
    }

    public Spread perSecond() {
        return Spread.of(rounds.stream().map(ClosedLoop.Outcome::requestsPerSecond).toList());
    }

    /** Median shares of a core: what the servers and the generator used. */
    public String shares() {
        return "server %.0f %%, generator %.0f %% of a core".formatted(
                100 * Spread.of(rounds.stream().map(ClosedLoop.Outcome::serverShare).toList()).median(),
                100 * generatorShare());
    }

    public double generatorShare() {
        return Spread.of(rounds.stream().map(ClosedLoop.Outcome::generatorShare).toList()).median();
    }
}
