package radio.tarang.faults.story;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import radio.tarang.faults.stage.Answer;
import radio.tarang.faults.stage.Api;
import radio.tarang.faults.story.SpanCollector.Span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One trace from the caller through gateway, service and database, and through Kafka to the feed. */
@ExtendWith(RunningPlatform.class)
class TraceStoryIT {

    private final Api api;
    private final SpanCollector spans;

    TraceStoryIT(Api api, SpanCollector spans) {
        this.api = api;
        this.spans = spans;
    }

    @Test
    void aChangeIsOneTraceFromTheCallerToTheFeed() {
        Answer station = api.createStation("Radio Aizawl", "MZ");
        String traceId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1).repeat(2);
        String callers = "00f067aa0ba902b7";
        Instant start = Instant.now().plus(1, ChronoUnit.DAYS);
        Answer created = api.tracedBy("00-" + traceId + "-" + callers + "-00").createProgram(station.text("id"),
                "Hills at Noon", start, start.plusSeconds(600));
        assertThat(created.status()).isEqualTo(201);

        await("every span has come").atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            List<Span> trace = spans.ofTrace(traceId);
            Span entered = only(trace, "gateway", "SPAN_KIND_SERVER");
            assertThat(entered.parentId()).isEqualTo(callers);
            Span passed = only(trace, "gateway", "SPAN_KIND_CLIENT");
            assertThat(passed.parentId()).isEqualTo(entered.id());
            Span served = only(trace, "program-service", "SPAN_KIND_SERVER");
            assertThat(served.parentId()).isEqualTo(passed.id());
            assertThat(trace).filteredOn(span -> span.service().equals("program-service"))
                    .filteredOn(span -> span.kind().equals("SPAN_KIND_CLIENT"))
                    .as("queries").isNotEmpty().allMatch(query -> query.parentId().equals(served.id()));
            Span heard = only(trace, "notification-service", "SPAN_KIND_CONSUMER");
            assertThat(heard.name()).isEqualTo("program.events process");
            assertThat(heard.parentId()).isEqualTo(served.id());
        });
    }

    private static Span only(List<Span> trace, String service, String kind) {
        List<Span> found = trace.stream().filter(span -> span.service().equals(service) && span.kind().equals(kind))
                .toList();
        assertThat(found).as(service + " " + kind + " of " + trace).hasSize(1);
        return found.getFirst();
    }
}
