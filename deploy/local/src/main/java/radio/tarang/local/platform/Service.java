package radio.tarang.local.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import radio.tarang.local.server.Http;
import radio.tarang.local.server.OsProcess;
import radio.tarang.local.server.Recipe;

/** One of the platform's services as a process: ready when it says so itself. */
record Service(Application application, int port, Map<String, String> environment) implements Recipe {
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
        return Http.isOk("http://127.0.0.1:" + port + "/actuator/health/readiness");
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
