package radio.tarang.notification;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import radio.tarang.notification.Broadcaster.Show;

import static org.assertj.core.api.Assertions.assertThat;

/** What a listener is told, on two replicas that share topics and database. */
class FeedIT {
    private final Replica one = Pair.INSTANCE.one;
    private final Replica other = Pair.INSTANCE.other;
    private final Broadcaster broadcaster = Pair.INSTANCE.broadcaster;

    @Test
    void tellsWhatIsOnAirFirstAndThenWhatChanges() {
        broadcaster.station("0192b3c0-0000-7000-8000-000000000001", null, "https://example.org/live.m3u8", 1);
        Show live = broadcaster.show("MH", "Morning raga");
        live.started(2);
        Show next = broadcaster.show("MH", "Evening raga", Instant.now().plusSeconds(600),
                Instant.now().plusSeconds(1200));
        next.scheduled(1);
        Show far = broadcaster.show("MH", "Night raga", Instant.now().plusSeconds(5 * 3600),
                Instant.now().plusSeconds(6 * 3600));
        far.scheduled(1);
        try (Listener listener = one.listener()) {
            Awaitility.await().untilAsserted(
                    () -> assertThat(snapshot("MH").path("payload").toString()).contains(live.id, next.id));
            listener.subscribe("MH");
            JsonNode snapshot = listener.await("SNAPSHOT");
            assertThat(listener.received().getFirst()).isEqualTo(snapshot);
            assertThat(snapshot.path("payload").path("stateId").stringValue()).isEqualTo("MH");
            JsonNode item = programme(snapshot.path("payload").path("programs"), live.id);
            assertThat(item.path("title").stringValue()).isEqualTo("Morning raga");
            assertThat(item.path("status").stringValue()).isEqualTo("live");
            assertThat(item.path("streamUrl").stringValue()).isEqualTo("https://example.org/live.m3u8");
            assertThat(programme(snapshot.path("payload").path("upcoming"), next.id).path("title").stringValue())
                    .isEqualTo("Evening raga");
            assertThat(snapshot.toString()).doesNotContain(far.id);
            assertThat(snapshot.path("cursor").stringValue()).matches("[0-9a-f]{8}:\\d+\\.\\d+");

            next.started(2);
            JsonNode started = listener.awaitTold("PROGRAM_STARTED", next.id);
            assertThat(started.path("payload").path("state").stringValue()).isEqualTo("MH");
            assertThat(started.path("payload").path("program").path("host").stringValue()).isEqualTo("Kamala");
            assertThat(started.path("payload").path("program").path("startTime").isString()).isTrue();
            assertThat(started.path("payload").path("id").isString()).isTrue();
            next.with("title", "Late raga").without("hostName").updated(3);
            JsonNode updates = listener.awaitTold("PROGRAM_UPDATED", next.id).path("payload").path("updates");
            assertThat(updates.path("title").stringValue()).isEqualTo("Late raga");
            assertThat(updates.path("hostName").isNull()).isTrue();
            assertThat(updates.has("scheduledStart")).isFalse();
            next.ended(4);
            assertThat(listener.awaitTold("PROGRAM_ENDED", next.id).path("payload").path("endTime").isString())
                    .isTrue();
            far.cancelled(2);
            assertThat(listener.awaitTold("PROGRAM_CANCELLED", far.id).path("payload").path("reason").stringValue())
                    .isEqualTo("cancelled");
            assertThat(listener.told(next.id)).containsExactly("PROGRAM_STARTED 2", "PROGRAM_UPDATED 3",
                    "PROGRAM_ENDED 4");
        }
    }

    @Test
    void saysHowLateAProgrammeRunsAlsoToWhoComesLater() {
        Instant start = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
        Show show = broadcaster.show("LA", "Late show", start, start.plusSeconds(600));
        try (Listener listener = one.listener()) {
            listener.subscribe("LA").await("SNAPSHOT");
            show.scheduled(1);
            show.with("announcedStart", start.toString()).with("announcedEnd", start.plusSeconds(600).toString())
                    .with("scheduledStart", start.plusSeconds(720).toString())
                    .with("scheduledEnd", start.plusSeconds(1320).toString()).updated(2);
            JsonNode told = listener.await(message -> message.path("payload").path("sequence").asInt(0) == 2);
            assertThat(told.path("payload").path("updates").path("delayMinutes").intValue()).isEqualTo(12);
            assertThat(told.path("payload").path("updates").path("scheduledStart").stringValue())
                    .isEqualTo(start.plusSeconds(720).toString());
            JsonNode item = programme(snapshot("LA").path("payload").path("upcoming"), show.id);
            assertThat(item.path("delayMinutes").intValue()).isEqualTo(12);
            assertThat(item.path("reason").stringValue()).isEqualTo("running-late");
        }
    }

    @Test
    void resumesWithoutLossOrRepeatOnTheSameAndOnTheOtherReplica() {
        Show show = broadcaster.show("GJ", "Garba");
        try (Listener before = one.listener()) {
            before.subscribe("GJ").await("SNAPSHOT");
            show.started(2);
            before.awaitTold("PROGRAM_STARTED", show.id);
            String cursor = before.cursor();
            show.with("title", "Garba, louder").updated(3);
            // Another state's events move the same partition on, and are nobody's business here.
            broadcaster.show("MN", "Thabal").started(2);
            broadcaster.show(null, "News").started(2);
            show.ended(4);
            before.awaitTold("PROGRAM_ENDED", show.id);
            for (Replica replica : List.of(one, other)) {
                try (Listener after = replica.listener()) {
                    after.subscribe("GJ", cursor);
                    after.awaitTold("PROGRAM_ENDED", show.id);
                    assertThat(after.told(show.id)).containsExactly("PROGRAM_UPDATED 3", "PROGRAM_ENDED 4");
                    assertThat(after.ofType("SNAPSHOT")).isEmpty();
                    assertThat(after.received().toString()).doesNotContain("Thabal").contains("News");
                    Show live = broadcaster.show("GJ", "After");
                    live.started(2);
                    after.awaitTold("PROGRAM_STARTED", live.id);
                    // The replayed cursors count as well: whoever resumes at the last one misses nothing and gets nothing twice.
                    try (Listener again = replica.listener()) {
                        again.subscribe("GJ", after.ofType("PROGRAM_ENDED").getLast().path("cursor").stringValue());
                        again.awaitTold("PROGRAM_STARTED", live.id);
                        assertThat(again.told(show.id)).isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void nationalProgrammesReachEveryStateOnce() {
        Show news = broadcaster.show(null, "News in Hindi");
        try (Listener kerala = one.listener(); Listener both = other.listener()) {
            kerala.subscribe("KL").await("SNAPSHOT");
            both.subscribe("AP").subscribe("OR")
                    .await(message -> "OD".equals(message.path("payload").path("stateId").asString("")));
            both.say("{\"type\":\"SUBSCRIBE_PROGRAM\",\"programId\":\"" + news.id + "\"}").say("{\"type\":\"PING\"}")
                    .await("PONG");
            news.started(2);
            kerala.awaitTold("PROGRAM_STARTED", news.id);
            assertThat(both.awaitTold("PROGRAM_STARTED", news.id).path("payload").path("state").isNull()).isTrue();
            news.ended(3);
            both.awaitTold("PROGRAM_ENDED", news.id);
            assertThat(both.told(news.id)).containsExactly("PROGRAM_STARTED 2", "PROGRAM_ENDED 3");
            try (Listener late = one.listener()) {
                Show live = broadcaster.show(null, "Parliament");
                live.started(2);
                kerala.awaitTold("PROGRAM_STARTED", live.id);
                JsonNode snapshot = late.subscribe("TN").await("SNAPSHOT");
                assertThat(programme(snapshot.path("payload").path("programs"), live.id).path("stateId").isNull())
                        .isTrue();
                live.ended(3);
            }
        }
    }

    @Test
    void repeatsAndDisorderNeverTurnBackTheClock() {
        Show show = broadcaster.show("RJ", "Desert songs");
        try (Listener listener = one.listener()) {
            listener.subscribe("RJ").await("SNAPSHOT");
            for (int times = 0; times < 3; times++) {
                show.ended(9);
            }
            for (int times = 0; times < 3; times++) {
                show.started(2);
                show.with("title", "Old").updated(1);
            }
            // Compared as numbers: "10" is newer than "9".
            show.with("title", "Corrected").tell("program.updated", "ended", 10);
            listener.await(message -> message.path("payload").path("sequence").asInt(0) == 10);
            assertThat(listener.told(show.id)).containsExactly("PROGRAM_ENDED 9", "PROGRAM_UPDATED 10");
            assertThat(snapshot("RJ").toString()).doesNotContain(show.id);
        }
    }

    @Test
    void programmeSubscribersHearOfTheirProgrammeAlone() {
        Show mine = broadcaster.show("PB", "Bhangra");
        Show another = broadcaster.show("PB", "News");
        try (Listener listener = one.listener()) {
            listener.say("{\"type\":\"SUBSCRIBE_PROGRAM\",\"payload\":{\"programId\":\"" + mine.id + "\"}}")
                    .say("{\"type\":\"PING\"}").await("PONG");
            another.started(2);
            mine.started(2);
            listener.awaitTold("PROGRAM_STARTED", mine.id);
            assertThat(listener.told(another.id)).isEmpty();
            listener.say("{\"type\":\"UNSUBSCRIBE_PROGRAM\",\"payload\":{\"programId\":\"" + mine.id + "\"}}")
                    .subscribe("PB").await("SNAPSHOT");
            listener.say("{\"type\":\"UNSUBSCRIBE_STATE\",\"payload\":{\"stateId\":\"PB\"}}")
                    .say("{\"type\":\"PING\"}");
            listener.await(message -> listener.ofType("PONG").size() == 2);
            mine.ended(3);
            try (Listener witness = one.listener()) {
                Awaitility.await().atMost(Duration.ofSeconds(5))
                        .until(() -> !snapshot("PB").toString().contains(mine.id));
                assertThat(listener.told(mine.id)).containsExactly("PROGRAM_STARTED 2");
                assertThat(witness.isOpen()).isTrue();
            }
        }
    }

    @Test
    void aCursorThatCannotBeHonouredIsSaidAndMended() {
        try (Listener listener = one.listener()) {
            listener.subscribe("UP").await("SNAPSHOT");
            String epoch = listener.cursor().substring(0, 8);
            for (String cursor : List.of(epoch + ":999999.0", epoch + ":0.999999", "00000000:1.1", "nonsense", "")) {
                try (Listener lost = other.listener()) {
                    lost.subscribe("UP", cursor);
                    lost.await("SNAPSHOT");
                    assertThat(lost.received().getFirst().path("type").stringValue()).as(cursor).isEqualTo("RESYNC");
                    assertThat(lost.received().getFirst().path("payload").path("stateId").stringValue())
                            .isEqualTo("UP");
                    assertThat(lost.received()).hasSize(2);
                }
            }
            // Offsets of one partition mean nothing in another.
            try (Listener stray = other.listener()) {
                stray.subscribe("KA", listener.cursor());
                stray.await("SNAPSHOT");
                assertThat(stray.ofType("RESYNC")).hasSize(1);
            }
        }
    }

    @Test
    void countsItsListenersAndItsLateness() {
        Show show = broadcaster.show("SK", "Hills");
        try (Listener listener = one.listener()) {
            listener.subscribe("SK").await("SNAPSHOT");
            show.started(2);
            listener.awaitTold("PROGRAM_STARTED", show.id);
            Awaitility.await().untilAsserted(() -> assertThat(one.get("/actuator/prometheus").body())
                    .contains("active_websocket_connections{application=\"notification-service\",state=\"SK\"} 1.0")
                    .containsPattern("feed_lateness_seconds_count\\{[^}]*PROGRAM_STARTED[^}]*} [1-9]"));
        }
        Awaitility.await().untilAsserted(() -> assertThat(one.get("/actuator/prometheus").body())
                .contains("active_websocket_connections{application=\"notification-service\",state=\"SK\"} 0.0"));
    }

    private JsonNode snapshot(String stateId) {
        try (Listener listener = one.listener()) {
            return listener.subscribe(stateId).await("SNAPSHOT");
        }
    }

    private static JsonNode programme(JsonNode list, String id) {
        return list.valueStream().filter(item -> id.equals(item.path("id").asString(""))).findFirst().orElseThrow();
    }
}
