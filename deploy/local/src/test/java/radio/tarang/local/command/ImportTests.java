package radio.tarang.local.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** In whose name a file is sent, and what a refusal looks like. */
class ImportTests {
    @TempDir
    Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private HttpServer gateway;
    private Path songs;

    @BeforeEach
    void startGateway() throws IOException {
        songs = Files.writeString(folder.resolve("songs.csv"), "title,artist\nTarang,Nobody\n");
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/api/v1/auth/login", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(body);
            if (body.contains("\"password\":\"wrong\"")) {
                answer(exchange, 401, "{\"title\": \"Wrong name or password\", \"detail\": \"Try again.\"}");
            } else {
                answer(exchange, 200, "{\"accessToken\": \"a-token\"}");
            }
        });
        gateway.createContext("/api/v1/admin/imports", exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            seen.add(exchange.getRequestMethod() + " " + authorization);
            if (exchange.getRequestMethod().equals("POST")) {
                posted.add(exchange.getRequestURI().getRawQuery() + " "
                        + exchange.getRequestHeaders().getFirst("Content-Type"));
            }
            if (authorization.equals("Bearer of-a-listener")) {
                answer(exchange, 403, "{\"title\": \"Forbidden\", \"detail\": \"Editors only.\"}");
            } else if (exchange.getRequestMethod().equals("POST")) {
                exchange.getResponseHeaders().add("Location", "/api/v1/admin/imports/1");
                answer(exchange, 202, "{}");
            } else {
                answer(exchange, 200, "{\"status\": \"completed\", \"progress\": 1, \"counts\": {\"created\": 1}}");
            }
        });
        gateway.start();
    }

    @AfterEach
    void stopGateway() {
        gateway.stop(0);
    }

    @Test
    void signsInAsTheDemoEditor() throws Exception {
        assertThat(importing(Optional.empty(), Map.of()).run()).isZero();

        assertThat(seen).containsExactly("{\"username\":\"editor\",\"password\":\"tarang\"}", "POST Bearer a-token",
                "GET Bearer a-token");
    }

    @Test
    void signsInAsWhomeverIsNamed() throws Exception {
        importing(Optional.of("mira"), Map.of("TARANG_PASSWORD", "hers", "TARANG_TOKEN", "of-another")).run();

        assertThat(seen).startsWith("{\"username\":\"mira\",\"password\":\"hers\"}", "POST Bearer a-token");
    }

    @Test
    void takesATokenThatIsGiven() throws Exception {
        importing(Optional.empty(), Map.of("TARANG_TOKEN", "of-an-editor")).run();

        assertThat(seen).containsExactly("POST Bearer of-an-editor", "GET Bearer of-an-editor");
    }

    @Test
    void saysWhichStationACalendarBelongsToAndMakesStationsOfChannels() throws Exception {
        Path calendar = Files.writeString(folder.resolve("week.ics"), "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
        Path channels = Files.writeString(folder.resolve("week.xmltv.xml"), "<tv/>");
        URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
        Map<String, String> token = Map.of("TARANG_TOKEN", "t");
        Import.Target one = new Import.Target(Optional.of("a station"), true);
        Import.Target any = new Import.Target(Optional.empty(), false);
        new Import(address, calendar, one, Optional.empty(), token).run();
        new Import(address, calendar, any, Optional.empty(), token).run();
        new Import(address, channels, any, Optional.empty(), token).run();
        new Import(address, channels, one, Optional.empty(), token).run();

        assertThat(posted).containsExactly("stationId=a+station text/calendar", "null text/calendar",
                "createStations=true application/xml", "stationId=a+station application/xml");
    }

    @Test
    void saysInOneLineWhyItWasRefused() {
        assertThatThrownBy(() -> importing(Optional.of("mira"), Map.of("TARANG_PASSWORD", "wrong")).run())
                .hasMessage("mira could not sign in: 401 Wrong name or password: Try again. "
                        + "Name another account with --user NAME, or set TARANG_TOKEN.");
        assertThatThrownBy(() -> importing(Optional.empty(), Map.of("TARANG_TOKEN", "of-a-listener")).run())
                .hasMessage("The import was refused: 403 Forbidden: Editors only.");
        assertThatThrownBy(() -> importing(Optional.of("mira"), Map.of()).run())
                .hasMessage("The password of mira is not known: set TARANG_PASSWORD.");
    }

    @Test
    void namesTheRemedyWhereNothingAnswers() {
        gateway.stop(0);
        assertThatThrownBy(() -> importing(Optional.empty(), Map.of()).run())
                .hasMessageContaining("start the platform with ./tarang up");
    }

    private Import importing(Optional<String> user, Map<String, String> environment) {
        URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
        return new Import(address, songs, new Import.Target(Optional.empty(), false), user, environment);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
