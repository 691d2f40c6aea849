package radio.tarang.local.platform;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import radio.tarang.local.server.Pause;

/** The platform as its clients see it: what the gateway says of the health of all. */
record Gateway(int port) {
    private static final Pattern STATUS = Pattern.compile("\\s*\\{\\s*\"status\"\\s*:\\s*\"([a-z]+)\"");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int TIMEOUT_MILLIS = 2_000;

    /** Returns the last word: {@code degraded} is one to start with, when it does not pass. */
    String awaitHealth() throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String status = health();
        while (!status.equals("healthy")) {
            if (System.nanoTime() > deadline || !Pause.millis(100)) {
                if (status.equals("degraded")) {
                    return status;
                }
                throw new IOException("The platform does not become healthy (" + status + "): http://localhost:" + port
                        + "/health says why.");
            }
            status = health();
        }
        return status;
    }

    private String health() {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/health").toURL()
                    .openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            if (connection.getResponseCode() != 200) {
                return "unhealthy";
            }
            try (var body = connection.getInputStream()) {
                Matcher status = STATUS.matcher(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                return status.lookingAt() ? status.group(1) : "unknown";
            }
        } catch (IOException notYet) {
            return "no answer";
        }
    }
}
