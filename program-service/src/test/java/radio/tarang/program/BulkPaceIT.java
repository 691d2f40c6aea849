package radio.tarang.program;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.RunningService.Setup;

import static org.assertj.core.api.Assertions.assertThat;

/** Imports and generators leave a boundary alone. The clock part is off: what is due stays due until the test says otherwise. */
class BulkPaceIT {
    @ParameterizedTest
    @ValueSource(strings = {"scheduled", "live"})
    void bulkWritersWaitWhileABoundaryIsWorkedOff(String waiting) throws Exception {
        try (RunningService service = RunningService.start(Setup.fresh().with("tarang.lifecycle.enabled", "false"))) {
            Instant due = Instant.now().plusSeconds(2);
            String station = Given.station(service, "Full hour", "MH");
            String id = waiting.equals("scheduled")
                    ? Given.program(service, station, "Starts", due, due.plusSeconds(60))
                    : Given.program(service, station, "Ends", due.minusSeconds(60), due);
            service.patch("/api/v1/admin/programs/" + id + "/status",
                    "{\"status\": \"" + (waiting.equals("live") ? "live" : "scheduled") + "\"}");
            await(service).get(1, TimeUnit.SECONDS); // nothing is due yet

            Awaitility.await().until(() -> Instant.now().isAfter(due.plusMillis(500)));
            CompletableFuture<Void> room = await(service);
            Awaitility.await().during(Duration.ofMillis(500)).until(() -> !room.isDone());
            service.patch("/api/v1/admin/programs/" + id + "/status", "{\"status\": \"cancelled\"}");
            assertThat(room).succeedsWithin(Duration.ofSeconds(2));
        }
    }

    @Test
    void whatNobodyWorksOffHoldsNobodyBack() throws Exception {
        try (RunningService service = RunningService.start(Setup.fresh().with("tarang.lifecycle.enabled", "false"))) {
            Instant now = Instant.now();
            Given.program(service, Given.station(service, "Came in late", "MH"), "On air since", now.minusSeconds(180),
                    now.plusSeconds(600));

            assertThat(await(service)).succeedsWithin(Duration.ofSeconds(2));
        }
    }

    private static CompletableFuture<Void> await(RunningService service) {
        return CompletableFuture.runAsync(() -> {
            try {
                service.bean(BulkPace.class).awaitRoom();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
