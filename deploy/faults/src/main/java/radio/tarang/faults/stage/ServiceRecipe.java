package radio.tarang.faults.stage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

import radio.tarang.local.server.Programs;
import radio.tarang.local.server.Recipe;

/** A service of this checkout on a fixed port; it counts as started when its readiness, datastores included, says so. */
record ServiceRecipe(String name, int port, JavaLaunch launch, HttpClient http) implements Recipe {

    @Override
    public Launch prepare(Path folder) throws IOException {
        JavaLaunch here = launch.with("SERVER_PORT", "" + port).with("SERVER_ADDRESS", "127.0.0.1");
        return new Launch(here.command(Programs.java(), Jars.of(name).toString()), here.environment());
    }

    @Override
    public boolean ready() throws IOException {
        HttpRequest request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(3)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + name, e);
        }
    }

    @Override
    public Duration startLimit() {
        return Duration.ofSeconds(120);
    }
}
