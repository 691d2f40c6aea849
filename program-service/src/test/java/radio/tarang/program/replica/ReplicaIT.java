package radio.tarang.program.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import radio.tarang.local.test.Database;
import radio.tarang.local.test.PrivatePostgres;
import radio.tarang.local.test.TestServers;
import radio.tarang.program.Given;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.RunningService.Setup;

import static org.assertj.core.api.Assertions.assertThat;

/** A primary and its hot standby, one service on both: who answers what, and what is never answered. */
class ReplicaIT {
    private static final PrivatePostgres PRIMARY = TestServers.privatePostgres();
    private static final PrivatePostgres STANDBY = PRIMARY.standby();
    private static final RunningService SERVICE = start();

    private static RunningService start() {
        Database database = PRIMARY.database("program");
        String prefix = "it-replica-" + System.nanoTime() + ".";
        TestServers.kafka().createTopics(prefix);
        Setup setup = new Setup(database, TestServers.kafka().bootstrapServers(), prefix + "program.events", null,
                Map.of("tarang.replica.url", STANDBY.replica(database).jdbcUrl(), "tarang.lifecycle.enabled",
                        "false", "resilience4j.circuitbreaker.instances.postgres-replica.wait-duration-in-open-state",
                        "2s"));
        return RunningService.start(setup);
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
        STANDBY.close();
        PRIMARY.close();
    }

    @BeforeEach
    void theStandbyAnswers() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            double before = reads("standby");
            listing("MH");
            return reads("standby") > before;
        });
    }

    private static double reads(String from) {
        return SERVICE.bean(MeterRegistry.class).get("replica.reads").tag("from", from).counter().count();
    }

    private static Answer listing(String state) {
        return SERVICE.get("/api/v1/programs/state/" + state + "?status=scheduled");
    }

    /** As fast as the fastest purge: the same caller asks the moment the write is acknowledged. */
    @Test
    void noReadIsOlderThanWhatWasCommittedBeforeIt() {
        String station = Given.station(SERVICE, "Quick", "MH");
        Instant soon = Instant.now().plusSeconds(3600);
        double before = reads("standby");
        for (int n = 0; n < 100; n++) {
            String id = Given.program(SERVICE, station, "P" + n, soon.plusSeconds(n), soon.plusSeconds(n + 1));
            assertThat(SERVICE.get("/api/v1/programs/" + id).status()).as("programme " + n).isEqualTo(200);
            assertThat(listing("MH").json().get("total").intValue()).isEqualTo(n + 1);
            String song = added("songs", "Song " + n);
            assertThat(SERVICE.get("/api/v1/songs/" + song).status()).as("song " + n).isEqualTo(200);
            assertThat(SERVICE.get("/api/v1/songs?limit=1").json().at("/songs/0/id").asString()).isEqualTo(song);
            String playlist = added("playlists", "Playlist " + n);
            assertThat(SERVICE.get("/api/v1/playlists?limit=1").json().at("/playlists/0/id").asString())
                    .isEqualTo(playlist);
        }
        assertThat(reads("standby")).as("most of the 500 reads were the standby's").isGreaterThan(before + 250);
    }

    /** The id of a new song or playlist. */
    private static String added(String kind, String title) {
        Answer added = SERVICE.post("/api/v1/admin/" + kind, "{\"title\": \"" + title + "\", \"artist\": \"A\"}");
        assertThat(added.status()).as(added.raw().body()).isEqualTo(201);
        return added.text("id");
    }

    @Test
    void aStandbyThatFallsBehindIsNotAskedUntilItHasCaughtUp() {
        String station = Given.station(SERVICE, "Behind", "KL");
        Instant soon = Instant.now().plusSeconds(3600);
        replay("pg_wal_replay_pause()");
        double before = reads("primary");
        Given.program(SERVICE, station, "Not there yet", soon, soon.plusSeconds(60));
        for (int n = 0; n < 20; n++) {
            assertThat(listing("KL").json().get("total").intValue()).isEqualTo(1);
        }
        assertThat(reads("primary")).isGreaterThanOrEqualTo(before + 20);
        replay("pg_wal_replay_resume()");
        theStandbyAnswers();
        assertThat(listing("KL").json().get("total").intValue()).isEqualTo(1);
    }

    private static void replay(String what) {
        STANDBY.run("SELECT " + what);
    }

    @Test
    void aKilledStandbyIsMissedByNobodyAndTakenBackWhenItReturns() {
        STANDBY.kill();
        for (int n = 0; n < 40; n++) {
            Instant asked = Instant.now();
            assertThat(listing("MH").status()).isEqualTo(200);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofMillis(2200));
        }
        STANDBY.start();
        theStandbyAnswers();
    }

    @Test
    void aFrozenStandbyCostsAFewReadersASecondAndThenNobody() {
        STANDBY.pause();
        try {
            for (int n = 0; n < 15; n++) {
                assertThat(listing("MH").status()).isEqualTo(200);
            }
            for (int n = 0; n < 20; n++) {
                Instant asked = Instant.now();
                assertThat(listing("MH").status()).isEqualTo(200);
                assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofMillis(1500));
            }
        } finally {
            STANDBY.resume();
        }
    }

    @Test
    void whileThePrimaryIsAwayWhatTheStandbyHoldsIsServedAndNothingIsWritten() {
        Instant soon = Instant.now().plusSeconds(3600);
        String station = Given.station(SERVICE, "Left", "GA");
        Given.program(SERVICE, station, "Held by both", soon, soon.plusSeconds(60));
        String song = added("songs", "Held by both");
        Answer stream = SERVICE.get("/api/v1/radio/stream");
        PRIMARY.kill();
        try {
            for (int n = 0; n < 20; n++) {
                assertThat(listing("GA").json().get("total").intValue()).isEqualTo(1);
            }
            assertThat(SERVICE.get("/api/v1/songs/" + song).status()).isEqualTo(200);
            assertThat(SERVICE.get("/api/v1/playlists").status()).isEqualTo(200);
            assertThat(SERVICE.get("/api/v1/radio/stream").json().at("/nowPlaying/id"))
                    .isEqualTo(stream.json().at("/nowPlaying/id"));
            assertThat(SERVICE.post("/api/v1/admin/programs", Given.body(station, "No", soon, soon.plusSeconds(60)))
                    .status()).isEqualTo(503);
        } finally {
            PRIMARY.start();
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> SERVICE
                .post("/api/v1/admin/programs?allowOverlap=true",
                        Given.body(station, "Yes", soon, soon.plusSeconds(60)))
                .status() == 201);
        assertThat(listing("GA").json().get("total").intValue()).isEqualTo(2);
    }
}
