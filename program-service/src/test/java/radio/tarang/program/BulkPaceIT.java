package radio.tarang.program;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.RunningService.Setup;

import static org.assertj.core.api.Assertions.assertThat;

/** Imports and generators leave a boundary alone. The clock part is off: what is due stays due until the test says otherwise. */
class BulkPaceIT {
    private static final RunningService SERVICE = RunningService
            .start(Setup.fresh().with("tarang.lifecycle.enabled", "false"));

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduled", "live"})
    void bulkWritersWaitWhileABoundaryIsWorkedOff(String waiting) throws Exception {
        Instant due = Instant.now().plusSeconds(2);
        String station = Given.station(SERVICE, "Full hour", "MH");
        String id = waiting.equals("scheduled")
                ? Given.program(SERVICE, station, "Starts", due, due.plusSeconds(60))
                : Given.program(SERVICE, station, "Ends", due.minusSeconds(60), due);
        SERVICE.patch("/api/v1/admin/programs/" + id + "/status",
                "{\"status\": \"" + (waiting.equals("live") ? "live" : "scheduled") + "\"}");
        awaitRoom().get(1, TimeUnit.SECONDS); // nothing is due yet

        Awaitility.await().until(() -> Instant.now().isAfter(due.plusMillis(500)));
        CompletableFuture<Void> room = awaitRoom();
        Awaitility.await().during(Duration.ofMillis(500)).until(() -> !room.isDone());
        SERVICE.patch("/api/v1/admin/programs/" + id + "/status", "{\"status\": \"cancelled\"}");
        assertThat(room).succeedsWithin(Duration.ofSeconds(2));
    }

    @Test
    void whatNobodyWorksOffHoldsNobodyBack() {
        Instant now = Instant.now();
        Given.program(SERVICE, Given.station(SERVICE, "Came in late", "MH"), "On air since", now.minusSeconds(180),
                now.plusSeconds(600));

        assertThat(awaitRoom()).succeedsWithin(Duration.ofSeconds(2));
    }

    private static CompletableFuture<Void> awaitRoom() {
        return CompletableFuture.runAsync(() -> {
            try {
                SERVICE.bean(BulkPace.class).awaitRoom();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
