package radio.tarang.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.FeedClient;
import radio.tarang.faults.stage.JavaLaunch;
import radio.tarang.faults.stage.Service;
import radio.tarang.faults.stage.Stage;
import radio.tarang.faults.stage.Topic;

/** The running platform with the auditor beside it, as every scenario finds it. */
public final class Theatre implements AutoCloseable {

    private final Stage stage;
    private final Auditor auditor;
    private final Service program;
    private final Service programReplica;
    private final Service notification;
    private final Service gateway;
    private final Api api;
    private final boolean full;
    private final AtomicInteger stations = new AtomicInteger();

    private Theatre(Stage stage, Auditor auditor, boolean full) {
        this.stage = stage;
        this.auditor = auditor;
        this.full = full;
        this.program = stage.program(JavaLaunch.QUICK);
        this.programReplica = stage.programReplica(JavaLaunch.QUICK);
        this.notification = stage.notification(JavaLaunch.QUICK);
        this.gateway = stage.gateway(JavaLaunch.QUICK);
        this.api = new Api(gateway.uri(), auditor, stage.issuer().editor());
    }

    public static Theatre open(boolean full) throws IOException {
        Stage stage = Stage.open();
        Theatre theatre = new Theatre(stage, new Auditor(stage.folder().resolve("audit.jsonl")), full);
        stage.startAll(theatre.program, theatre.notification, theatre.gateway);
        return theatre;
    }

    public Stage stage() {
        return stage;
    }

    public Auditor auditor() {
        return auditor;
    }

    public Service program() {
        return program;
    }

    public Service programReplica() {
        return programReplica;
    }

    public Service notification() {
        return notification;
    }

    public Service gateway() {
        return gateway;
    }

    public Api api() {
        return api;
    }

    public Topic events() {
        return new Topic(stage.bootstrapServers(), "program.events");
    }

    /** With {@code --long}. */
    public boolean isFull() {
        return full;
    }

    /** How long a fault lasts: the whole time with {@code --long}, else just enough to be felt. */
    public Duration lasting(Duration whole, Duration brief) {
        return full ? whole : brief;
    }

    public FeedClient listen(String stateId) {
        return FeedClient.subscribe(gateway.uri(), stateId);
    }

    public String station(String stateId) {
        Answer answer = api.createStation("Station " + stations.incrementAndGet(), stateId);
        return created(answer);
    }

    public String program(String stationId, Instant start, Instant end) {
        return created(api.createProgram(stationId, "Programme of " + start, start, end));
    }

    /** A programme on air now, until long after the scenario. */
    public String liveProgram(String stationId) {
        Instant now = Instant.now();
        String id = program(stationId, now, now.plus(Duration.ofHours(3)));
        require("programme " + id + " goes on air", Duration.ofSeconds(5),
                () -> api.program(id).text("status").equals("live"));
        return id;
    }

    private static String created(Answer answer) {
        if (answer.status() != 201) {
            throw new IllegalStateException("the scene could not be set: " + answer);
        }
        return answer.text("id");
    }

    /** For setting the scene: what does not hold in time ends the scenario. */
    public static void require(String what, Duration limit, java.util.function.BooleanSupplier condition) {
        if (!radio.tarang.faults.stage.Pace.until(limit, condition)) {
            throw new IllegalStateException(what + ": not within " + limit);
        }
    }

    /** After a scenario that failed half-way, so that the next one starts from a whole platform. */
    public void restore() throws IOException {
        for (var server : List.of(stage.postgres(), stage.kafka(), program, notification, gateway)) {
            server.resume();
            server.start();
        }
        programReplica.stop();
    }

    @Override
    public void close() throws IOException {
        api.close();
        auditor.close();
        stage.close();
    }
}
