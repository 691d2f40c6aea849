package radio.tarang.bench.boundary;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import radio.tarang.bench.CpuMeter;
import radio.tarang.faults.stage.Service;
import radio.tarang.faults.stage.Stage;

/** What each process uses of the cores from now on; this one, which asks for listings and reads the topic, included. */
final class Processes {

    private final Map<String, CpuMeter> meters = new LinkedHashMap<>();
    private final Map<String, Long> before = new LinkedHashMap<>();

    Processes(Service program, Service gateway, Stage stage) {
        meters.put("program-service", CpuMeter.of(program.pid()));
        meters.put("PostgreSQL", CpuMeter.of(stage.postgresPid()));
        meters.put("Kafka", CpuMeter.of(stage.kafkaPid()));
        meters.put("gateway", CpuMeter.of(gateway.pid()));
        meters.put("load generator", CpuMeter.alone(ProcessHandle.current().pid()));
        meters.forEach((name, meter) -> before.put(name, meter.micros()));
    }

    String used() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        meters.forEach((name, meter) -> seconds.put(name, (meter.micros() - before.getOrDefault(name, 0L)) / 1e6));
        double servers = seconds.entrySet().stream()
                .filter(used -> !used.getKey().equals("gateway") && !used.getKey().equals("load generator"))
                .mapToDouble(Map.Entry::getValue).sum();
        return "%.1f s for the steps; ".formatted(servers) + seconds.entrySet().stream()
                .map(used -> String.format(Locale.ROOT, "%s %.1f", used.getKey(), used.getValue()))
                .collect(Collectors.joining(", "));
    }
}
