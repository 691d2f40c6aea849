package radio.tarang.outbox;

import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CloudEventTests {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");

    private static CloudEvent event() {
        return CloudEvent.of("program.started", "program-service").subject("programs/1").time(NOON).sequence(7)
                .dataSchema("https://tarang.radio/contracts/events/program-v1.schema.json");
    }

    @Test
    void writesTheHeadersOfCloudEventsInKafka() {
        var headers = event().id(new UUID(1, 2)).headers();
        assertThat(headers).containsEntry("ce_specversion", "1.0").containsEntry("ce_type", "program.started")
                .containsEntry("ce_source", "/services/program-service").containsEntry("ce_subject", "programs/1")
                .containsEntry("ce_time", "2026-11-21T12:00:00.123Z").containsEntry("ce_sequence", "7")
                .containsEntry("ce_dataschema", "https://tarang.radio/contracts/events/program-v1.schema.json")
                .containsEntry("content-type", "application/json")
                .containsEntry("ce_id", "00000000-0000-0001-0000-000000000002").hasSize(9);
    }

    @Test
    void writesTheOptionalHeadersOnlyWhenAsked() {
        var headers = event().causedBy("cause").traceparent("00-a-b-01").cacheTags("program:1", "state:MH").cacheEvict()
                .republished().tombstone("expired").headers();
        assertThat(headers).containsEntry("ce_causationid", "cause").containsEntry("traceparent", "00-a-b-01")
                .containsEntry("cache-tags", "program:1,state:MH").containsEntry("cache-evict", "true")
                .containsEntry("republished", "true").containsEntry("tombstone", "expired").hasSize(15);
    }

    @Test
    void givesEachEventAnIdThatSortsByTime() {
        var first = UUID.fromString(event().headers().getOrDefault("ce_id", ""));
        var second = UUID.fromString(event().headers().getOrDefault("ce_id", ""));
        assertThat(first).isNotEqualTo(second);
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void keepsItsIdWhenAskedAgain() {
        var event = event();
        var headers = event.headers();
        assertThat(event.tombstone("deleted").headers()).containsAllEntriesOf(headers).hasSize(headers.size() + 1);
    }

    @Test
    void refusesAnEventWithoutSubjectTimeSequenceOrSchema() {
        assertThatThrownBy(() -> CloudEvent.of("program.started", "program-service").headers())
                .isInstanceOf(IllegalStateException.class).hasMessage("An event needs ce_subject");
    }
}
