package radio.tarang.local.server;

import java.io.IOException;
import java.nio.file.Path;

import radio.tarang.local.Checkout;

import static org.assertj.core.api.Assertions.assertThat;

/** What every server must come through: a kill of all its processes, a clean stop, and a launcher that lost its notes. */
final class Lives {
    private Lives() {
    }

    static void survive(Recipe recipe, Path folder, Data data) throws Exception {
        ProcessServer server = new ProcessServer(recipe, folder);
        try {
            start(server);
            data.write();
            OsProcess first = server.process().orElseThrow();

            server.kill();
            assertThat(first.alive()).isFalse();
            assertThat(recipe.ready()).isFalse();
            start(server);
            assertThat(data.isThere()).as("after a kill").isTrue();

            long began = System.nanoTime();
            server.stop();
            report(recipe.name(), "stopped", began);
            assertThat(server.process()).isEmpty();
            start(new ProcessServer(recipe, folder));
            assertThat(data.isThere()).as("after a clean stop").isTrue();
        } finally {
            server.stop();
        }
    }

    static Path programs() throws IOException {
        return Checkout.root().resolve("deploy/local/target/servers");
    }

    private static void start(ProcessServer server) throws IOException {
        long began = System.nanoTime();
        server.start();
        report(server.name(), "answers", began);
    }

    private static void report(String name, String what, long began) {
        System.out.printf("%s %s after %.1f s%n", name, what, (System.nanoTime() - began) / 1e9);
    }

    interface Data {
        void write() throws Exception;

        boolean isThere() throws Exception;
    }
}
