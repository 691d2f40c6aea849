package radio.tarang.local.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import radio.tarang.local.Checkout;
import radio.tarang.local.server.OsProcess;
import radio.tarang.local.server.Recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** However a build ends, nothing of it is left. */
class DaemonIT {
    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void findCheckout() throws IOException {
        root = Checkout.root();
    }

    @Test
    void endsItsServersAndDeletesTheirDataWhenTheBuildIsKilled() throws IOException {
        OsProcess build = build();
        OsProcess postgres = postgresOf(build);

        build.signal("KILL");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !postgres.alive() && !Files.exists(Daemon.folder(root, build)));
    }

    @Test
    void clearsAwayWhatAKilledDaemonLeft() throws IOException {
        OsProcess killed = build();
        OsProcess postgres = postgresOf(killed);
        OsProcess.read(Daemon.folder(root, killed).resolve("daemon.pid")).orElseThrow().signal("KILL");
        killed.signal("KILL");
        await().until(() -> !killed.alive());
        assertThat(postgres.alive()).isTrue();

        OsProcess next = build();
        Daemon.of(root, next);

        assertThat(postgres.alive()).isFalse();
        assertThat(Daemon.folder(root, killed)).doesNotExist();
        next.signal("KILL");
    }

    @Test
    void isOnePerBuild() throws IOException {
        OsProcess build = build();
        OsProcess other = build();

        assertThat(postgresOf(build)).isEqualTo(postgresOf(build)).isNotEqualTo(postgresOf(other));

        build.signal("KILL");
        other.signal("KILL");
    }

    private OsProcess build() throws IOException {
        return OsProcess.launch(new Recipe.Launch(List.of("sleep", "600")), folder, folder.resolve("log"));
    }

    private OsProcess postgresOf(OsProcess build) throws IOException {
        Daemon.of(root, build).shared(Kind.POSTGRES);
        return OsProcess.read(Daemon.folder(root, build).resolve("postgres/pid")).orElseThrow();
    }
}
