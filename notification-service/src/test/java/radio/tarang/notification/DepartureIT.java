package radio.tarang.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import radio.tarang.notification.Broadcaster.Departure;
import radio.tarang.notification.Broadcaster.Show;

import static org.assertj.core.api.Assertions.assertThat;

/** Odisha departs from a national programme; Maharashtra does not. What listeners of both hear, on sockets of two replicas. */
class DepartureIT {
    private final Replica one = Pair.INSTANCE.one;
    private final Replica other = Pair.INSTANCE.other;
    private final Broadcaster broadcaster = Pair.INSTANCE.broadcaster;

    @Test
    void aReplacementIsHeardThereWithItsReasonUntilItIsWithdrawn() {
        Show news = broadcaster.show(null, "News");
        Show jatra = broadcaster.show("OD", "Jatra");
        news.scheduled(1);
        jatra.scheduled(1);
        Departure departure = broadcaster.departure("OD", news).with("replacementProgramId", jatra.id);
        departure.told(1);
        try (Listener odisha = one.listener(); Listener maharashtra = one.listener(); Listener both = one.listener()) {
            awaitSnapshot("OD", jatra, "upcoming", "/replaces", news.id);
            odisha.subscribe("OD").await("SNAPSHOT");
            maharashtra.subscribe("MH").await("SNAPSHOT");
            both.subscribe("OD").say("{\"type\":\"SUBSCRIBE_PROGRAM\",\"programId\":\"" + news.id + "\"}")
                    .say("{\"type\":\"PING\"}").await("PONG");
            String cursor = odisha.cursor();
            news.started(2);
            jatra.started(2);

            assertThat(maharashtra.awaitTold("PROGRAM_STARTED", news.id).at("/payload/notIn/0").asString())
                    .isEqualTo("OD");
            JsonNode instead = odisha.awaitTold("PROGRAM_STARTED", jatra.id).at("/payload/program");
            assertThat(instead.path("replaces").asString()).isEqualTo(news.id);
            assertThat(instead.path("reason").asString()).isEqualTo("opt-out");
            // Whoever follows the programme itself hears of it, and that Odisha does not.
            assertThat(both.awaitTold("PROGRAM_STARTED", news.id).at("/payload/notIn/0").asString()).isEqualTo("OD");
            for (Replica replica : List.of(one, other)) {
                try (Listener again = replica.listener()) {
                    again.subscribe("OD", cursor).awaitTold("PROGRAM_STARTED", jatra.id);
                    assertThat(again.told(news.id)).isEmpty();
                    assertThat(again.ofType("RESYNC")).isEmpty();
                }
            }
            assertThat(odisha.told(news.id)).isEmpty();

            departure.withdrawn(2);
            JsonNode mended = odisha.await(message -> isSnapshotWith(message, news, "programs"));
            assertThat(programme(mended, jatra, "programs").has("replaces")).isFalse();
            assertThat(odisha.ofType("RESYNC").getLast().at("/payload/reason").asString())
                    .isEqualTo("opt-outs-changed");
            news.ended(3);
            assertThat(odisha.awaitTold("PROGRAM_ENDED", news.id).path("payload").has("notIn")).isFalse();
            assertThat(maharashtra.ofType("RESYNC")).as("nothing changed for anybody else").isEmpty();
            jatra.ended(3);
        }
    }

    @Test
    void anotherLanguageIsSaidWhereverTheProgrammeIs() {
        Show talk = broadcaster.show(null, "Mann ki baat").with("language", "hi");
        talk.scheduled(1);
        broadcaster.departure("OD", talk).with("language", "or").told(1);
        awaitSnapshot("OD", talk, "upcoming", "/language", "or");
        try (Listener odisha = one.listener(); Listener maharashtra = other.listener()) {
            odisha.subscribe("OD").await("SNAPSHOT");
            maharashtra.subscribe("MH").await("SNAPSHOT");
            String cursor = odisha.cursor();
            talk.started(2);
            assertThat(odisha.awaitTold("PROGRAM_STARTED", talk.id).at("/payload/program/language").asString())
                    .isEqualTo("or");
            assertThat(maharashtra.awaitTold("PROGRAM_STARTED", talk.id).at("/payload/program/language").asString())
                    .isEqualTo("hi");
            try (Listener again = other.listener()) {
                again.subscribe("OD", cursor);
                assertThat(again.awaitTold("PROGRAM_STARTED", talk.id).at("/payload/program/language").asString())
                        .isEqualTo("or");
            }
        }
        talk.ended(3);
    }

    /** A minute later than the country, which began 57 seconds ago: no event tells that its time has come there. */
    @Test
    void whatIsHeardLaterStartsThereByTheClockAndWhatBecomesOfItIsSaid() {
        Instant start = Instant.now().minusSeconds(57);
        Show concert = broadcaster.show(null, "Concert", start, start.plusSeconds(3600));
        concert.started(2);
        broadcaster.departure("OD", concert).later(1).told(1);
        JsonNode item = awaitSnapshot("OD", concert, "upcoming", "/reason", "delayed");
        assertThat(item.path("delayMinutes").intValue()).isEqualTo(1);
        assertThat(item.path("scheduledStart").asString()).isEqualTo(start.plusSeconds(60).toString());
        try (Listener odisha = one.listener(); Listener maharashtra = one.listener()) {
            odisha.subscribe("OD").await("SNAPSHOT");
            String early = odisha.cursor();
            JsonNode now = maharashtra.subscribe("MH").await("SNAPSHOT");
            assertThat(programme(now, concert, "programs").has("reason")).isFalse();

            JsonNode there = odisha.await(message -> isSnapshotWith(message, concert, "programs"));
            assertThat(Instant.now()).isBetween(start.plusSeconds(60), start.plusSeconds(62));
            assertThat(programme(there, concert, "programs").path("status").asString()).isEqualTo("live");
            // Nothing lies between the two cursors, and yet something was missed.
            for (Replica replica : List.of(one, other)) {
                try (Listener again = replica.listener()) {
                    again.subscribe("OD", early).await(message -> isSnapshotWith(message, concert, "programs"));
                }
            }

            concert.with("announcedStart", start.toString()).with("announcedEnd", start.plusSeconds(3600).toString())
                    .with("scheduledEnd", start.plusSeconds(4200).toString()).updated(3);
            odisha.await(message -> isSnapshotWith(message, concert, "programs") && start.plusSeconds(4260).toString()
                    .equals(programme(message, concert, "programs").path("scheduledEnd").asString()));
            concert.cancelled(4);
            maharashtra.awaitTold("PROGRAM_CANCELLED", concert.id);
            odisha.await(message -> "SNAPSHOT".equals(message.path("type").asString(""))
                    && !message.toString().contains(concert.id));
            assertThat(odisha.told(concert.id)).isEmpty();
        }
    }

    private JsonNode awaitSnapshot(String stateId, Show show, String where, String member, String value) {
        Awaitility.await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(20))
                .until(() -> snapshot(one, stateId, show, where).at(member).asString("").equals(value)
                        && snapshot(other, stateId, show, where).at(member).asString("").equals(value));
        return snapshot(one, stateId, show, where);
    }

    private static JsonNode snapshot(Replica replica, String stateId, Show show, String where) {
        try (Listener listener = replica.listener()) {
            return programme(listener.subscribe(stateId).await("SNAPSHOT"), show, where);
        }
    }

    private static boolean isSnapshotWith(JsonNode message, Show show, String where) {
        return "SNAPSHOT".equals(message.path("type").asString(""))
                && !programme(message, show, where).isMissingNode();
    }

    private static JsonNode programme(JsonNode snapshot, Show show, String where) {
        JsonNode list = snapshot.path("payload").path(where);
        return list.valueStream().filter(item -> show.id.equals(item.path("id").asString(""))).findFirst()
                .orElse(list.path("none"));
    }
}
