package radio.tarang.bench.listing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import radio.tarang.bench.ClosedLoop;
import radio.tarang.bench.CpuMeter;
import radio.tarang.bench.Spread;

/** One of the compared: where it answers, what it is asked with, and every process that works for its answers. */
final class Side {

    private final String name;
    private final URI uri;
    private final Map<String, String> headers;
    private final CpuMeter processes;
    private final List<ClosedLoop.Outcome> rounds = new ArrayList<>();

    Side(String name, URI uri, Map<String, String> headers, CpuMeter processes) {
        this.name = name;
        this.uri = uri;
        this.headers = headers;
        this.processes = processes;
    }

    String name() {
        return name;
    }

    ClosedLoop.Outcome warm(ClosedLoop load, Duration length) throws IOException {
        return load.run(uri, headers, length, processes);
    }

    void round(ClosedLoop load, Duration length) throws IOException {
        ClosedLoop.Outcome outcome = load.run(uri, headers, length, processes);
        if (outcome.failures() > 0) {
            throw new IllegalStateException(
                    "%s: %d of %d requests failed".formatted(name, outcome.failures(), outcome.requests()));
        }
        rounds.add(outcome);
    }

    Spread micros() {
        return Spread.of(rounds.stream().map(ClosedLoop.Outcome::microsPerRequest).toList());
    }

    /** How many answers this side gives for the CPU time of one of the other's, round by round: what disturbs a round, disturbs both. */
    Spread against(Side other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            ratios.add(100 * other.rounds.get(i).microsPerRequest() / rounds.get(i).microsPerRequest());
        }
        return Spread.of(ratios);
    }

    /** Below this, a closed loop found neither side busy: somebody else had the cores. */
    boolean disturbed() {
        return Spread.of(rounds.stream().map(ClosedLoop.Outcome::serverShare).toList()).median() < 0.8
                && generatorShare() < 0.8;
    }

    Spread perSecond() {
        return Spread.of(rounds.stream().map(ClosedLoop.Outcome::requestsPerSecond).toList());
    }

    /** Median shares of a core: what the servers and the generator used. */
    String shares() {
        return "server %.0f %%, generator %.0f %% of a core".formatted(
                100 * Spread.of(rounds.stream().map(ClosedLoop.Outcome::serverShare).toList()).median(),
                100 * generatorShare());
    }

    double generatorShare() {
        return Spread.of(rounds.stream().map(ClosedLoop.Outcome::generatorShare).toList()).median();
    }
}
