package radio.tarang.faults.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a service's JVM is started: what stands before the command (a core to be pinned to), its flags and its environment. */
public record JavaLaunch(List<String> prefix, List<String> jvm, Map<String, String> environment) {

    /** As {@code ./tarang up} starts it: quick to be there on two cores, slower at its peak. */
    public static final JavaLaunch QUICK = new JavaLaunch(List.of(),
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"), Map.of());

    /** As production runs it: the optimising compiler, and the collector the JVM chooses for its cores. */
    public static final JavaLaunch FULL_SPEED = new JavaLaunch(List.of(), List.of("-Xmx512m"), Map.of());

    public JavaLaunch onCore(int core) {
        return new JavaLaunch(List.of("taskset", "-c", "" + core), jvm, environment);
    }

    public JavaLaunch with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new JavaLaunch(prefix, jvm, Map.copyOf(more));
    }

    public JavaLaunch with(Map<String, String> variables) {
        Map<String, String> more = new HashMap<>(environment);
        more.putAll(variables);
        return new JavaLaunch(prefix, jvm, Map.copyOf(more));
    }

    /** These variables, unless they are set already. */
    JavaLaunch underlaid(Map<String, String> variables) {
        Map<String, String> more = new HashMap<>(variables);
        more.putAll(environment);
        return new JavaLaunch(prefix, jvm, Map.copyOf(more));
    }

    List<String> command(String java, String jar) {
        List<String> command = new ArrayList<>(prefix);
        command.add(java);
        command.addAll(jvm);
        command.addAll(List.of("-Duser.timezone=UTC", "-jar", jar));
        return command;
    }
}
