package radio.tarang.outbox;

import java.io.File;
import java.io.IOException;
import java.util.List;

/** A relay in a process of its own, for faults that only a process can have. */
final class RelayProcess implements AutoCloseable {

    private final Process process;

    RelayProcess(TestOutbox service, String bootstrapServers) {
        var java = ProcessHandle.current().info().command().orElseThrow();
        try {
            process = new ProcessBuilder(List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp",
                    System.getProperty("java.class.path"), RelayProcess.class.getName(), service.name,
                    service.database.jdbcUrl(), service.database.username(), service.database.password(),
                    bootstrapServers))
                    .redirectErrorStream(true)
                    .redirectOutput(new File("target", service.name + "-" + System.nanoTime() + ".log")).start();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void main(String[] arguments) throws InterruptedException {
        new OutboxRelay(OutboxProperties.named(arguments[0]), arguments[1], arguments[2], arguments[3], arguments[4])
                .start();
        Thread.currentThread().join();
    }

    void kill() {
        process.destroyForcibly();
    }

    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            if (new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor() != 0)
                throw new IllegalStateException("kill -" + name + " failed");
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
