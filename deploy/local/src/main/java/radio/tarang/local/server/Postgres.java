package radio.tarang.local.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * PostgreSQL from the binaries published as Maven artifacts. Every connection authenticates with SCRAM; there is no socket file.
 *
 * @param programs the folder in which the binaries are unpacked, shared by all servers
 * @param durable false leaves out fsync: enough for tests, whose data must outlive a kill -9 but not the machine
 */
public record Postgres(String name, Path programs, int port, String superuserPassword,
        boolean durable) implements Recipe {
    public static final String SUPERUSER = "postgres";
    private static final String VERSION = "18.6";
    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");
    private static final int MAX_CONNECTIONS = 300;

    @Override
    public Launch prepare(Path folder) throws IOException {
        Path home = unpacked();
        Path data = initialised(home, folder);
        endPredecessor(data);
        List<String> command = new ArrayList<>(Programs.notAsRoot());
        command.addAll(
                List.of(home.resolve("bin/postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        for (String setting : settings()) {
            command.addAll(List.of("-c", setting));
        }
        return new Launch(command);
    }

    private List<String> settings() {
        String sync = durable ? "on" : "off";
        return List.of("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=" + MAX_CONNECTIONS,
                "wal_level=logical",
                "fsync=" + sync, "synchronous_commit=on", "full_page_writes=" + sync, "shared_buffers=64MB",
                "timezone=UTC",
                "log_timezone=UTC", "log_min_messages=warning", "max_wal_size=512MB",
                "recovery_init_sync_method=" + (LINUX ? "syncfs" : "fsync"));
    }

    private Path unpacked() throws IOException {
        String platform = platform();
        return Archive.tarXz(programs.resolve("postgresql-" + VERSION + "-" + platform), () -> {
            InputStream binaries = Postgres.class.getResourceAsStream("/postgres-" + platform + ".txz");
            if (binaries == null) {
                throw new IOException("No PostgreSQL for " + platform + " on the class path");
            }
            return binaries;
        });
    }

    private static String platform() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        String arch = switch (System.getProperty("os.arch")) {
            case "aarch64" -> "arm_64";
            case "amd64", "x86_64" -> "x86_64";
            case String other -> other;
        };
        return (mac ? "darwin-" : "linux-") + arch;
    }

    /** An interrupted initdb leaves only a folder of another name. */
    private Path initialised(Path home, Path folder) throws IOException {
        return Archive.once(folder.resolve("data"), partial -> {
            Path password = Files.writeString(folder.resolve("password"), superuserPassword);
            try {
                List<String> command = new ArrayList<>(Programs.notAsRoot());
                command.addAll(List.of(home.resolve("bin/initdb").toString(), "-D", partial.toString(), "-U", SUPERUSER,
                        "-A", "scram-sha-256",
                        "--pwfile=" + password, "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--no-instructions"));
                if (!durable) {
                    command.add("--no-sync");
                }
                Programs.run(command, Map.of(), folder.resolve("log"));
            } finally {
                Files.delete(password);
            }
        });
    }

    /**
     * Copies the files of this server, which is stopped, to where another one will start as its hot standby and stream from it.
     *
     * @param own of this server
     * @param copy of the standby-to-be
     */
    public void copyForStandby(Path own, Path copy) throws IOException {
        Archive.once(copy.resolve("data"), partial -> {
            Programs.run(List.of("cp", "-a", own.resolve("data") + "/.", partial.toString()), Map.of(),
                    own.resolve("log"));
            Files.deleteIfExists(partial.resolve("postmaster.pid"));
            Files.writeString(partial.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'%n".formatted(port, SUPERUSER,
                            superuserPassword));
            Files.createFile(partial.resolve("standby.signal"));
        });
    }

    /**
     * postmaster.pid outlives a kill -9. If its process is still PostgreSQL on this data it is stopped; if the id belongs to a stranger by now, the
     * file is what would keep PostgreSQL from starting.
     */
    private static void endPredecessor(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        var predecessor = ProcessHandle.of(pid).filter(handle -> commandLine(handle).contains(data.toString()));
        if (predecessor.isPresent()) {
            OsProcess.of(predecessor.get()).end("INT", Duration.ofSeconds(20));
        }
        Files.deleteIfExists(pidFile);
    }

    private static String commandLine(ProcessHandle handle) {
        return handle.info().commandLine().orElse("");
    }

    @Override
    public boolean ready() {
        try (Connection connection = connect(SUPERUSER); Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** A connection of the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database) + "?connectTimeout=5&loginTimeout=5&socketTimeout=30",
                SUPERUSER, superuserPassword);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The fast shutdown: open transactions are rolled back, nobody is waited for. */
    @Override
    public String stopSignal() {
        return "INT";
    }
}
