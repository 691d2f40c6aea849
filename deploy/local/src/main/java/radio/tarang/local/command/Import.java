package radio.tarang.local.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import radio.tarang.local.platform.Home;
import radio.tarang.local.platform.PortPlan;
import radio.tarang.local.server.Pause;

/** Sends a file to the platform and follows the job until it is done. */
public final class Import {
    private static final int BAR_WIDTH = 40;
    private static final int ERRORS_SHOWN = 20;
    private static final Duration JOB_LIMIT = Duration.ofMinutes(30);

    private static final boolean TERMINAL = System.console() != null && System.console().isTerminal();

    /**
     * Where the programmes go.
     *
     * @param station the id of the one station they all belong to; empty if the file says so itself
     * @param createStations makes stations of channels nobody knows
     */
    public record Target(Optional<String> station, boolean createStations) {
    }

    private final Path file;
    private final Target target;
    private final URI gateway;
    private final SignIn signIn;
    private final JsonMapper json = new JsonMapper();

    /** @param user in whose name; empty as of {@link SignIn} */
    public Import(Home home, Path file, Target target, Optional<String> user) throws IOException {
        this(URI.create("http://localhost:" + PortPlan.last(home).gateway()), file, target, user, System.getenv());
    }

    Import(URI gateway, Path file, Target target, Optional<String> user, Map<String, String> environment) {
        this.gateway = gateway;
        this.file = file;
        this.target = target;
        this.signIn = new SignIn(gateway, user, environment);
    }

    public int run() throws IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("There is no file " + file);
        }
        String type = contentType();
        URI imports = gateway.resolve("/api/v1/admin/imports" + query(type));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest upload = authorised(client, imports).header("Content-Type", type)
                    .timeout(Duration.ofMinutes(5)).POST(HttpRequest.BodyPublishers.ofFile(file)).build();
            HttpResponse<String> accepted = client.send(upload, HttpResponse.BodyHandlers.ofString());
            if (accepted.statusCode() != 202) {
                throw new IOException("The import was refused: " + Problem.of(accepted));
            }
            String location = accepted.headers().firstValue("Location")
                    .orElseThrow(() -> new IOException("The answer names no job"));
            return follow(client, gateway.resolve(location));
        } catch (ConnectException nobody) {
            throw new IOException("Nothing answers at " + gateway + ": start the platform with ./tarang up", nobody);
        }
    }

    /** One station takes everything; else an XMLTV file's channels become stations, because that is what they are. */
    private String query(String type) {
        if (target.station().isPresent()) {
            return "?stationId=" + URLEncoder.encode(target.station().get(), StandardCharsets.UTF_8);
        }
        return target.createStations() || type.equals("application/xml") ? "?createStations=true" : "";
    }

    private HttpRequest.Builder authorised(HttpClient client, URI uri) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + signIn.token(client));
    }

    private int follow(HttpClient client, URI job) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + JOB_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            HttpResponse<String> answer = client.send(
                    authorised(client, job).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("The job cannot be followed: " + Problem.of(answer));
            }
            JsonNode state = json.readTree(answer.body());
            String status = state.path("status").asText();
            bar(status, state.path("progress").asDouble());
            if (status.equals("completed") || status.equals("failed")) {
                report(state);
                return status.equals("completed") ? 0 : 1;
            }
            Pause.millis(200);
        }
        throw new IOException("The job " + job + " is not done after " + JOB_LIMIT.toMinutes() + " min");
    }

    /** A terminal sees one line that moves; a file gets the end alone. */
    private static void bar(String status, double progress) {
        if (!TERMINAL) {
            return;
        }
        int filled = (int) Math.round(Math.clamp(progress, 0, 1) * BAR_WIDTH);
        System.out.printf("\r[%s%s] %3.0f %% %-10s", "#".repeat(filled), ".".repeat(BAR_WIDTH - filled), progress * 100,
                status);
        System.out.flush();
    }

    private static void report(JsonNode job) {
        System.out.println((TERMINAL ? "\n" : "") + "Import " + job.path("status").asText());
        job.path("counts").properties()
                .forEach(count -> System.out.printf("  %-10s %7d%n", count.getKey(), count.getValue().asLong()));
        JsonNode errors = job.path("errors");
        for (int at = 0; at < Math.min(errors.size(), ERRORS_SHOWN); at++) {
            JsonNode error = errors.get(at);
            System.out.printf("  line %s: %s%s%n", error.path("line").asText("?"), error.path("message").asText(),
                    error.path("item").asText("").isEmpty() ? "" : " (" + error.path("item").asText() + ")");
        }
        if (errors.size() > ERRORS_SHOWN) {
            System.out.printf("  and %d more errors%n", errors.size() - ERRORS_SHOWN);
        }
    }

    private String contentType() {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "xml", "xmltv" -> "application/xml";
            case "ics" -> "text/calendar";
            case "csv" -> "text/csv";
            default -> throw new IllegalArgumentException(
                    "The name must end in .xml (XMLTV), .ics (iCalendar) or .csv (songs): " + file);
        };
    }
}
