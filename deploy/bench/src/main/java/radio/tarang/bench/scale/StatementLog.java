package radio.tarang.bench.scale;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import radio.tarang.bench.Country;

/** What PostgreSQL says of the statements it runs: their times, or their plans. Switched on for a while, for every session of the service. */
final class StatementLog {

    /** @param plan as auto_explain writes it, one node a line */
    record Plan(String statement, double millis, List<String> plan) {
    }

    private static final Pattern ENTRY = Pattern
            .compile(
                    "(?m)^\\S+ \\S+ \\S+ \\[(\\d+)] LOG:  duration: ([0-9.]+) ms  (plan|execute|bind|parse)([^\\n]*)\\n?((?:\\t[^\\n]*\\n)*)");
    private static final Pattern BUSINESS = Pattern
            .compile("(?i)\\b(program|station|opt_out|song|playlist|radio_rotation)\\b");

    private final Country country;
    private final Path file;
    private long from;

    StatementLog(Country country, Path folder) {
        this.country = country;
        this.file = folder.resolve("postgres/log");
    }

    /** Plans of everything that is run from now on. Sessions have to be new, so the service's old ones are ended. */
    void plans() throws IOException {
        set("session_preload_libraries", "auto_explain");
        set("auto_explain.log_analyze", "on");
        set("auto_explain.log_buffers", "on");
        set("auto_explain.log_timing", "off");
        set("auto_explain.log_min_duration", "0");
        country.run("SELECT pg_reload_conf()");
        country.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'program'");
        from = Files.size(file);
    }

    void times() throws IOException {
        set("auto_explain.log_min_duration", "-1");
        set("log_min_duration_statement", "0");
        country.run("SELECT pg_reload_conf()");
        from = Files.size(file);
    }

    void off() throws IOException {
        set("auto_explain.log_min_duration", "-1");
        set("log_min_duration_statement", "-1");
        country.run("SELECT pg_reload_conf()");
    }

    private void set(String parameter, String value) throws IOException {
        country.run("LOAD 'auto_explain'", "ALTER SYSTEM SET %s = '%s'".formatted(parameter, value));
    }

    /** The slowest plan of each statement seen since. */
    List<Plan> slowestPlans() throws IOException {
        Map<String, Plan> slowest = new LinkedHashMap<>();
        for (Matcher entry = entries(); entry.find();) {
            if (!entry.group(3).equals("plan")) {
                continue;
            }
            List<String> lines = entry.group(5).lines().map(line -> line.substring(1)).toList();
            int tree = 0;
            while (tree < lines.size() && !lines.get(tree).contains("(cost=")) {
                tree++;
            }
            String statement = shown(String.join(" ", lines.subList(0, tree)).replace("Query Text:", "")
                    .replaceAll("Query Parameters:.*", ""));
            Plan plan = new Plan(statement, Double.parseDouble(entry.group(2)), lines.subList(tree, lines.size()));
            if (BUSINESS.matcher(statement).find()) {
                slowest.merge(statement, plan, (a, b) -> a.millis() < b.millis() ? b : a);
            }
        }
        return new ArrayList<>(slowest.values());
    }

    /** Milliseconds of each statement's executions, parsing and planning included. */
    Map<String, List<Double>> millis() throws IOException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        Map<String, Double> before = new HashMap<>();
        for (Matcher entry = entries(); entry.find();) {
            double millis = Double.parseDouble(entry.group(2));
            if (!entry.group(3).equals("execute")) {
                before.merge(entry.group(1), millis, Double::sum);
                continue;
            }
            double all = millis + Objects.requireNonNullElse(before.remove(entry.group(1)), 0.0);
            String text = shown((entry.group(4) + "\n" + entry.group(5)).replaceFirst("^[^:]*:", ""));
            if (BUSINESS.matcher(text).find()) {
                times.computeIfAbsent(text, statement -> new ArrayList<>()).add(all);
            }
        }
        return times;
    }

    private Matcher entries() throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(Integer.MAX_VALUE - 8, log.length() - from)];
            log.seek(from);
            log.readFully(bytes);
            return ENTRY.matcher(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static String shown(String statement) {
        return statement.replaceAll("\\s+", " ").strip();
    }
}
