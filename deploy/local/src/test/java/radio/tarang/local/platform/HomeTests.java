package radio.tarang.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HomeTests {
    @TempDir
    Path folder;

    @Test
    void keepsSecretsOnceMadeAndToItsOwnerAlone() throws IOException {
        Home home = new Home(folder);
        String secret = new Secrets(home).of("database.program");

        assertThat(secret).hasSize(48);
        assertThat(new Secrets(home).of("database.program")).isEqualTo(secret);
        assertThat(new Secrets(home).of("database.notification")).isNotEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secrets.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void remembersThePortsOfTheLastStart() throws IOException {
        Home home = new Home(folder);
        assertThat(PortPlan.last(home)).isEqualTo(new PortPlan(8080, 0));

        new PortPlan(9000, 100).save(home);

        assertThat(PortPlan.last(home)).isEqualTo(new PortPlan(9000, 100));
        assertThat(PortPlan.last(home).of("program-service")).isEqualTo(8181);
        assertThat(PortPlan.last(home).of("gateway")).isEqualTo(9000);
    }

    @Test
    void namesThePortThatIsTakenAndTheRemedy() throws IOException {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new PortPlan(taken.getLocalPort(), 20_000).requireFree())
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("--port N");
        }
    }
}
