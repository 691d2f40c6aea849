package radio.tarang.bench.scale;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import radio.tarang.bench.Country;
import radio.tarang.bench.CpuMeter;
import radio.tarang.bench.Machine;
import radio.tarang.bench.OpenLoop;
import radio.tarang.bench.scale.StatementLog.Plan;
import radio.tarang.faults.stage.JavaLaunch;
import radio.tarang.faults.stage.Pace;
import radio.tarang.faults.stage.Service;
import radio.tarang.faults.stage.Stage;

/** The command: {@code deploy/bench/scale [--brief] [--catalogue]}, the last for the catalogue alone. */
public final class ScaleFigure {

    private static final double BAR_MILLIS = 50;
    private static final int PER_SECOND = 50;
    private static final int SWEPT_PER_STATE = 25;
    private static final String STEP = "a step of the clock";
    private static final Map<String, String> READS = new LinkedHashMap<>();
    static {
        READS.put("live in a state", "/api/v1/programs/state/MH");
        READS.put("its 40th page", "/api/v1/programs/state/MH?page=40");
        READS.put("coming up, page 500", "/api/v1/programs/state/MH?status=scheduled&page=500");
        READS.put("over, newest first", "/api/v1/programs/state/MH?status=ended");
        READS.put("everywhere, of one category", "/api/v1/programs?category=drama");
        READS.put("one station now", "/api/v1/stations/{station}/now");
        READS.put("one station's day", "/api/v1/stations/{station}/schedule");
    }

    private final Stage stage;
    private final Country country;
    private final Catalogue catalogue;
    private final boolean brief;
    private final Map<String, List<Double>> microsBySize = new LinkedHashMap<>();

    private ScaleFigure(Stage stage, boolean brief) {
        this.stage = stage;
        this.country = new Country(stage);
        this.catalogue = new Catalogue(country);
        this.brief = brief;
    }

    public static void main(String[] arguments) throws IOException {
        System.out.println(Machine.describe());
        try (Stage stage = Stage.open()) {
            ScaleFigure figure = new ScaleFigure(stage, List.of(arguments).contains("--brief"));
            Service program = stage.program(JavaLaunch.FULL_SPEED);
            stage.startAll(program); // makes the tables
            figure.country.openStations();
            if (!List.of(arguments).contains("--catalogue")) {
                figure.schedule(program);
            }
            figure.catalogue(program);
        }
    }

    private void catalogue(Service program) throws IOException {
        catalogue.fill();
        System.out.printf("%n%d songs, %d playlists of %d songs in all, %s%n",
                country.count("SELECT count(*) FROM song"), country.count("SELECT count(*) FROM playlist"),
                country.count("SELECT count(*) FROM playlist_song"),
                country.text("SELECT pg_size_pretty(pg_total_relation_size('song'))"));
        reads(program, targets(program, catalogue.reads()));
    }

    private void schedule(Service program) throws IOException {
        int part = brief ? 50 : 250;
        int scheduled = brief ? 14_400 : 125_000;
        for (int size = 1, filled = 0; size <= 4; size *= 2) {
            program.stop();
            for (; filled < size; filled++) {
                country.fill(part, scheduled, filled);
            }
            program.start();
            System.out.printf("%n%d× : %d live, %d scheduled, %s in table and indexes%n", size,
                    country.count("SELECT count(*) FROM program WHERE status = 'live'"),
                    country.count("SELECT count(*) FROM program WHERE status = 'scheduled'"),
                    country.text("SELECT pg_size_pretty(pg_total_relation_size('program'))"));
            reads(program, targets(program, READS)).forEach(
                    (name, micros) -> microsBySize.computeIfAbsent(name, any -> new ArrayList<>()).add(micros));
            sweep(program);
        }
        linearity();
    }

    /** @return µs of CPU for one answer of each */
    private Map<String, Double> reads(Service program, Map<String, URI> targets) throws IOException {
        CpuMeter cpu = CpuMeter.of(program.pid(), stage.postgresPid());
        StatementLog log = new StatementLog(country, stage.folder());
        Map<String, Double> microsByName = new LinkedHashMap<>();
        Duration length = Duration.ofSeconds(brief ? 3 : 8);
        for (URI target : targets.values()) {
            new OpenLoop(16, PER_SECOND).run(target, Map.of(), 200, length); // the JVM's and the plan cache's warming up
        }
        System.out.printf("  uncached at program-service, %d/s in an open loop, from the intended moment:%n",
                PER_SECOND);
        for (Map.Entry<String, URI> target : targets.entrySet()) {
            long before = cpu.micros();
            OpenLoop.Outcome outcome = new OpenLoop(16, PER_SECOND).run(target.getValue(), Map.of(), 200, length);
            double micros = (double) (cpu.micros() - before) / outcome.sent();
            microsByName.put(target.getKey(), micros);
            System.out.printf("    %-28s %s  %.0f µs CPU each, %d unexpected%n", target.getKey(),
                    outcome.percentiles(), micros, outcome.unexpected());
        }
        System.out.printf("  in the database, bar p95 %.0f ms:%n", BAR_MILLIS);
        for (Map.Entry<String, URI> target : targets.entrySet()) {
            log.times();
            new OpenLoop(16, PER_SECOND).run(target.getValue(), Map.of(), 200, Duration.ofSeconds(2));
            log.off();
            System.out.println("   " + target.getKey());
            log.millis().forEach(ScaleFigure::printTimes);
        }
        log.plans();
        Pace.millis(1500); // the pool notices that its sessions are gone
        for (URI target : targets.values()) {
            new OpenLoop(1, 4).run(target, Map.of(), 200, Duration.ofSeconds(1));
        }
        Pace.millis(1500); // a sweep passes too
        log.off();
        System.out.println("  plans:");
        log.slowestPlans().forEach(ScaleFigure::printPlan);
        return microsByName;
    }

    private Map<String, URI> targets(Service program, Map<String, String> reads) throws IOException {
        String station = country.text("SELECT id FROM station WHERE area = 'MH' ORDER BY name LIMIT 1");
        Map<String, URI> targets = new LinkedHashMap<>();
        for (Map.Entry<String, String> read : reads.entrySet()) {
            URI uri = program.uri().resolve(read.getValue().replace("{station}", station));
            if (radio.tarang.bench.Sample.of(uri).status() == 200) {
                targets.put(read.getKey(), uri);
            } else {
                System.out.println("  not served here: " + read.getValue());
            }
        }
        return targets;
    }

    /** The same number of steps whatever waits beside them: a sweep must not notice the size of the schedule. */
    private void sweep(Service program) throws IOException {
        CpuMeter cpu = CpuMeter.of(program.pid(), stage.postgresPid());
        Instant moment = Instant.now().plusSeconds(8);
        int each = country.boundaryAt(moment, SWEPT_PER_STATE);
        Pace.millis(Math.max(0, Duration.between(Instant.now(), moment.minusMillis(500)).toMillis()));
        long before = cpu.micros();
        boolean done = Pace.until(Duration.ofSeconds(60), () -> open(moment) == 0);
        long millis = Duration.between(moment, Instant.now()).toMillis();
        microsBySize.computeIfAbsent(STEP, name -> new ArrayList<>())
                .add((double) (cpu.micros() - before) / (2 * each));
        System.out.printf("  boundary of %d ends and %d starts: committed after %d ms%s%n", each, each, millis,
                done ? "" : " NOT YET");
    }

    private long open(Instant moment) {
        try {
            return country.count("""
                    SELECT (SELECT count(*) FROM program WHERE status = 'live' AND scheduled_end <= '%s')
                      + (SELECT count(*) FROM program WHERE status = 'scheduled' AND scheduled_start <= '%s')
                    """.formatted(moment, moment));
        } catch (IOException e) {
            return -1;
        }
    }

    private void linearity() {
        System.out.printf(
                "%nP15, CPU of program-service and PostgreSQL for one answer and for one step, at 1×, 2×, 4× the schedule (bar: 1.15 × linear growth):%n");
        microsBySize.forEach((name, micros) -> {
            double twice = micros.get(1) / micros.get(0);
            double four = micros.get(2) / micros.get(0);
            // A step is one programme's: its cost may not grow at all.
            boolean step = name.equals(STEP);
            boolean over = twice > 1.15 * (step ? 1 : 2) || four > 1.15 * (step ? 1 : 4);
            System.out.printf(Locale.ROOT, "  %-28s %6.0f, %6.0f, %6.0f µs: × %.2f, × %.2f%s%n", name, micros.get(0),
                    micros.get(1), micros.get(2), twice, four, over ? "   OVER THE BAR" : "");
        });
    }

    private static void printTimes(String statement, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        double p95 = sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * 0.95)));
        System.out.printf(Locale.ROOT, "    p50 %7.2f  p95 %7.2f  max %7.2f ms of %5d  %s%s%n",
                sorted.get(sorted.size() / 2), p95, sorted.getLast(), sorted.size(), brief(statement),
                p95 > BAR_MILLIS ? "   OVER THE BAR" : "");
    }

    private static void printPlan(Plan plan) {
        System.out.printf(Locale.ROOT, "    %.2f ms  %s%n", plan.millis(), brief(plan.statement()));
        plan.plan().stream().filter(line -> line.contains("actual") && !line.contains("never executed"))
                .map(line -> line.replaceAll("\\(cost=[^)]*\\) ", "").replaceAll("rows=([0-9.]+)", "$1 rows"))
                .filter(line -> !line.isBlank()).limit(14).forEach(line -> System.out.println("        " + line));
        plan.plan().stream().filter(line -> line.contains("Buffers:")).findFirst()
                .ifPresent(line -> System.out.println("        " + line.strip()));
        plan.plan().stream()
                .filter(line -> line.matches(".*Seq Scan on (program|song|playlist|counter_projection).*")
                        || line.contains("Sort Method: ext"))
                .findFirst().ifPresent(line -> System.out.println("        LOOK: " + line.strip()));
    }

    /** The beginning and the end, where statements differ. */
    private static String brief(String statement) {
        return statement.length() <= 110
                ? statement
                : statement.substring(0, 50) + " … " + statement.substring(statement.length() - 57);
    }
}
