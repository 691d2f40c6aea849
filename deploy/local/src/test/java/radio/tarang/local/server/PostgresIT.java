package radio.tarang.local.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresIT {
    @TempDir
    Path folder;

    @Test
    void keepsItsDataOverKillAndStop() throws Exception {
        Postgres postgres = new Postgres("postgresql", Lives.programs(), Ports.free(), "secret", true);
        Lives.survive(postgres, folder, new Rows(postgres));
    }

    @Test
    void endsWhatAForgottenLauncherLeftRunning() throws Exception {
        Postgres postgres = new Postgres("postgresql", Lives.programs(), Ports.free(), "secret", false);
        ProcessServer server = new ProcessServer(postgres, folder);
        server.start();
        OsProcess forgotten = server.process().orElseThrow();
        new Rows(postgres).write();
        Files.delete(folder.resolve("pid"));

        ProcessServer next = new ProcessServer(postgres, folder);
        next.start();

        assertThat(forgotten.alive()).isFalse();
        assertThat(new Rows(postgres).isThere()).isTrue();
        next.stop();
    }

    @Test
    void startsAlthoughAStrangerHasTheOldProcessId() throws Exception {
        Postgres postgres = new Postgres("postgresql", Lives.programs(), Ports.free(), "secret", false);
        ProcessServer server = new ProcessServer(postgres, folder);
        server.start();
        server.kill();
        Path pidFile = folder.resolve("data/postmaster.pid");
        var lines = Files.readAllLines(pidFile);
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        server.start();

        assertThat(postgres.ready()).isTrue();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
        server.stop();
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        int port = Ports.free();
        Postgres postgres = new Postgres("postgresql", Lives.programs(), port, "secret", false);
        try (ProcessServer server = new ProcessServer(postgres, folder)) {
            server.start();
            Postgres guess = new Postgres("postgresql", Lives.programs(), port, "guess", false);
            assertThatThrownBy(() -> guess.connect("postgres")).isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }

    private record Rows(Postgres postgres) implements Lives.Data {
        @Override
        public void write() throws SQLException {
            try (Connection connection = postgres.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create table listener as select 'Asha' as name");
            }
        }

        @Override
        public boolean isThere() throws SQLException {
            try (Connection connection = postgres.connect("postgres");
                    Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("select name from listener")) {
                return rows.next() && rows.getString(1).equals("Asha");
            }
        }
    }
}
