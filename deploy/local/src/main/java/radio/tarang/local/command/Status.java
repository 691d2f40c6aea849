package radio.tarang.local.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;

import radio.tarang.local.platform.Home;
import radio.tarang.local.platform.Platform;
import radio.tarang.local.platform.PortPlan;
import radio.tarang.local.server.OsProcess;
import radio.tarang.local.server.Ports;

/** A line per process of the platform. Ends with 0 only if all of them run and listen. */
public record Status(Home home) {

    public int run() throws IOException {
        PortPlan ports = PortPlan.last(home);
        System.out.printf("%-22s %8s %-10s %6s %8s %10s%n", "", "pid", "state", "port", "MiB", "up");
        Optional<OsProcess> supervisor = home.supervisor();
        // Alone: the parts are below it and are counted one by one.
        long totalMib = print("supervisor", supervisor, supervisor.isPresent() ? "running" : "stopped", "",
                OsProcess::residentMib);
        boolean all = supervisor.isPresent();
        for (String part : Platform.parts()) {
            Optional<OsProcess> process = OsProcess.read(home.of(part).resolve("pid")).filter(OsProcess::alive);
            boolean listens = process.isPresent() && !Ports.isFree(ports.of(part));
            String state = process.isEmpty() ? "stopped" : listens ? "running" : "starting";
            totalMib += print(part, process, state, Integer.toString(ports.of(part)), OsProcess::residentMibOfTree);
            all &= listens;
        }
        System.out.printf("%-22s %8s %-10s %6s %8d%n", "together", "", "", "", totalMib);
        return all ? 0 : 1;
    }

    private static long print(String name, Optional<OsProcess> process, String state, String port,
            ToLongFunction<OsProcess> resident) {
        long mib = process.map(resident::applyAsLong).orElse(0L);
        System.out.printf("%-22s %8s %-10s %6s %8s %10s%n", name, process.map(p -> Long.toString(p.pid())).orElse("-"),
                state, port,
                process.isPresent() ? Long.toString(mib) : "-", process.map(p -> age(p.began())).orElse("-"));
        return mib;
    }

    private static String age(Instant began) {
        Duration age = Duration.between(began, Instant.now());
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toMinutes() > 0 ? age.toMinutes() + " min " + age.toSecondsPart() + " s" : age.toSeconds() + " s";
    }
}
