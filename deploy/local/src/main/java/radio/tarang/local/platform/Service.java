package radio.tarang.local.platform;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import radio.tarang.local.server.OsProcess;
import radio.tarang.local.server.Recipe;

/** One of the platform's services as a process: ready when it says so itself. */
record Service(Application application, int port, Map<String, String> environment) implements Recipe {
    private static final int TIMEOUT_MILLIS = 2_000;

    @Override
    public String name() {
        return application.name();
    }

    @Override
    public Launch prepare(Path folder) throws IOException {
        return new Launch(application.command(application.extracted()), environment);
    }

    @Override
    public boolean ready() {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness")
                    .toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(3);
    }

    /** The port is not used and no demo is loaded: the training ends before either would matter. */
    OsProcess train() throws IOException {
        Map<String, String> quiet = new HashMap<>(environment);
        quiet.put("SERVER_PORT", "0");
        quiet.put("TARANG_DEMO", "false");
        return application.train(quiet);
    }
}
