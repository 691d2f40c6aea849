package radio.tarang.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * User plus system time of processes and all their descendants, from {@code /proc/<pid>/stat}. A clock tick is 10 ms, so a
 * measurement should last seconds. Children that ended and were waited for count through their parent's cutime and cstime.
 */
public final class CpuMeter {

    private static final long MICROS_PER_TICK = 10_000;

    private final List<Long> roots;
    private final boolean descendants;

    private CpuMeter(List<Long> roots, boolean descendants) {
        this.roots = roots;
        this.descendants = descendants;
    }

    public static CpuMeter of(Long... pids) {
        return new CpuMeter(List.of(pids), true);
    }

    /** Without the processes it started. */
    public static CpuMeter alone(long pid) {
        return new CpuMeter(List.of(pid), false);
    }

    public long micros() {
        return byProcess().values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<Long, Long> byProcess() {
        Map<Long, Long> micros = new TreeMap<>();
        for (long root : roots) {
            Stream<Long> tree = Stream.concat(Stream.of(root),
                    ProcessHandle.of(root).stream().filter(_ -> descendants).flatMap(ProcessHandle::descendants)
                            .map(ProcessHandle::pid));
            tree.forEach(pid -> micros.put(pid, ticks(pid) * MICROS_PER_TICK));
        }
        return micros;
    }

    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The command name may hold spaces and parentheses: fields are counted after the last one (utime is field 14).
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]) + Long.parseLong(fields[13])
                    + Long.parseLong(fields[14]);
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException e) {
            // A process that ends between the listing and the read answers ESRCH.
            return 0;
        }
    }
}
