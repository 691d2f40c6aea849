package radio.tarang.bench.listing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import radio.tarang.bench.Sample;
import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.JavaLaunch;
import radio.tarang.faults.stage.Pace;
import radio.tarang.faults.stage.Service;
import radio.tarang.faults.stage.Stage;

/** A state with three programmes on air for hours, so that its listing is 2 KB and stays the same throughout the run. */
record Scene(Stage stage, Service program, Service gateway) implements AutoCloseable {

    static final String PATH = "/api/v1/programs/state/MH";
    private static final List<String> TITLES = List.of("Morning Raga, as chosen by our listeners",
            "News at the hour and the prices of the day", "Folk songs of the Deccan and who sings them");

    /** The gateway on core 0, everything else on core 1. */
    static Scene set() throws IOException {
        Stage stage = Stage.open();
        Service program = stage.program(JavaLaunch.FULL_SPEED.onCore(1));
        // The limiter, where there is one, stays in the path; only its numbers are out of reach.
        Service gateway = stage.gateway(JavaLaunch.FULL_SPEED.onCore(0).with("TARANG_LIMITS_FACTOR", "1000000")
                .with("TARANG_WEB_ACCESS_LOG", "false"));
        stage.startAll(program, gateway);
        Scene scene = new Scene(stage, program, gateway);
        scene.fill();
        return scene;
    }

    private void fill() {
        try (Api api = new Api(gateway.uri(), (method, path, sent, answer) -> {
        }, stage.issuer().editor())) {
            String station = created(api.createStation("Radio Pune", "MH"));
            Instant now = Instant.now();
            for (String title : TITLES) {
                created(api.createProgram(station, title, now, now.plus(Duration.ofHours(6))));
            }
            boolean onAir = Pace.until(Duration.ofSeconds(10),
                    () -> api.listing("MH").json().path("programs").size() == TITLES.size());
            if (!onAir) {
                throw new IllegalStateException("the programmes are not on air: " + api.listing("MH"));
            }
        }
    }

    private static String created(Answer answer) {
        if (answer.status() != 201) {
            throw new IllegalStateException("the scene could not be set: " + answer);
        }
        return answer.text("id");
    }

    URI listing() {
        return gateway.uri().resolve(PATH);
    }

    /** The answer of an ordinary hit. */
    Sample fresh() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            Sample sample = Sample.of(listing());
            if (sample.headers().getOrDefault("cache-status", "").contains("hit")) {
                return sample;
            }
            Pace.millis(100);
        }
        throw new IOException("no hit in ten seconds, the last answer had " + Sample.of(listing()).headers());
    }

    @Override
    public void close() {
        stage.close();
    }
}
