package radio.tarang.program.idempotency;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.Given;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** A write may be sent twice; it happens once. */
class IdempotencyIT {
    private static final String STATIONS = "/api/v1/admin/stations";
    private static final String PROGRAMS = "/api/v1/admin/programs";

    private final RunningService service = RunningService.shared();
    private final String key = UUID.randomUUID().toString();
    private final String name = "Radio " + key;
    private final String body = "{\"name\": \"" + name + "\", \"stateId\": \"KL\", \"languages\": [\"ml\"]}";
    private final Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);

    private long stations() {
        return service.jdbc().sql("SELECT count(*) FROM station WHERE name = ?").param(name).query(Long.class).single();
    }

    @Test
    void theFirstAnswerIsGivenAgainAndNothingHappensTwice() {
        Answer first = service.post(STATIONS, body, Attempt.HEADER, key);
        Answer second = service.post(STATIONS, body, Attempt.HEADER, "\"" + key + "\"");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header(KeptAnswer.REPLAYED)).isNull();
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.raw().body()).isEqualTo(first.raw().body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(second.header(KeptAnswer.REPLAYED)).isEqualTo("true");
        assertThat(stations()).isOne();
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        service.post(STATIONS, body, Attempt.HEADER, key);

        Answer otherBody = service.post(STATIONS, body.replace("\"ml\"", "\"ta\""), Attempt.HEADER, key);
        assertThat(otherBody.status()).isEqualTo(422);
        assertThat(otherBody.slug()).isEqualTo("idempotency-key-reused");
        assertThat(service.post(PROGRAMS, body, Attempt.HEADER, key).status()).isEqualTo(422);
        assertThat(service.post(STATIONS + "?again=true", body, Attempt.HEADER, key).status()).isEqualTo(422);
        assertThat(stations()).isOne();
    }

    @Test
    void oneEditorsKeyIsNothingToAnother() {
        String other = "Bearer " + TestIssuer.shared().token("listener", "host", "editor");

        Answer first = service.post(STATIONS, body, Attempt.HEADER, key);
        Answer second = service.post(STATIONS, body, Attempt.HEADER, key, "Authorization", other);

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text("id")).isNotEqualTo(first.text("id"));
    }

    @Test
    void ofManyTwinsAtOnceOneHasTheEffect() throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> sending = () -> service.post(STATIONS, body, Attempt.HEADER, key);
            List<Future<Answer>> sent = IntStream.range(0, 12).mapToObj(_ -> pool.submit(sending)).toList();
            for (Future<Answer> each : sent) {
                Answer answer = each.get();
                assertThat(answer.status()).isIn(201, 409);
                if (answer.status() == 409) {
                    assertThat(answer.slug()).isEqualTo("idempotency-in-progress");
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                }
            }
        }
        assertThat(stations()).isOne();
    }

    @Test
    void aRefusalIsRepeatedAlsoWhenItsReasonIsGone() {
        String station = Given.station(service, name, "KL");
        String there = Given.program(service, station, "There", tomorrow, tomorrow.plusSeconds(3600));
        String overlapping = Given.body(station, "Late", tomorrow.plusSeconds(60), tomorrow.plusSeconds(120));

        Answer refused = service.post(PROGRAMS, overlapping, Attempt.HEADER, key);
        service.delete(PROGRAMS + "/" + there);
        Answer again = service.post(PROGRAMS, overlapping, Attempt.HEADER, key);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.raw().body()).isEqualTo(refused.raw().body());
        assertThat(service.post(PROGRAMS, overlapping).status()).isEqualTo(201);
    }

    @Test
    void whoMayNotAskIsNotRemembered() {
        String listener = "Bearer " + TestIssuer.shared().token("listener");
        assertThat(service.post(STATIONS, body, Attempt.HEADER, key, "Authorization", listener).status())
                .isEqualTo(403);
        assertThat(service.post(STATIONS, body, Attempt.HEADER, key).status()).isEqualTo(201);
    }

    @Test
    void anEffectWhoseAnswerCannotBeKeptDidNotHappen() {
        service.jdbc().sql("ALTER TABLE idempotent_answer ADD CONSTRAINT broken CHECK (status <> 201) NOT VALID")
                .update();
        try {
            assertThat(service.post(STATIONS, body, Attempt.HEADER, key).status()).isEqualTo(500);
        } finally {
            service.jdbc().sql("ALTER TABLE idempotent_answer DROP CONSTRAINT broken").update();
        }
        assertThat(stations()).isZero();
        assertThat(service.post(STATIONS, body, Attempt.HEADER, key).status()).isEqualTo(201);
    }

    @Test
    void afterADayTheKeyIsFree() {
        service.post(STATIONS, body, Attempt.HEADER, key);
        service.jdbc().sql("UPDATE idempotent_answer SET at = at - interval '24 hours 1 second'").update();

        assertThat(service.post(STATIONS, body, Attempt.HEADER, key).header(KeptAnswer.REPLAYED)).isNull();
        assertThat(stations()).isEqualTo(2);
    }

    @Test
    void whatIsOlderThanADayIsForgotten() {
        service.post(STATIONS, body, Attempt.HEADER, key);
        service.jdbc().sql("UPDATE idempotent_answer SET at = at - interval '25 hours'").update();

        service.bean(IdempotencyFilter.class).forget();

        assertThat(service.jdbc().sql("SELECT count(*) FROM idempotent_answer WHERE at < now() - interval '24 hours'")
                .query(Long.class).single()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "\"unclosed", "back\\slash"})
    void aKeyIsVisibleAscii(String bad) {
        Answer answer = service.post(STATIONS, body, Attempt.HEADER, bad);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").get(0).path("field").asString()).isEqualTo(Attempt.HEADER);
        assertThat(stations()).isZero();
    }

    @Test
    void aKeyIsNotTooLong() {
        assertThat(service.post(STATIONS, body, Attempt.HEADER, "k".repeat(128)).status()).isEqualTo(201);
        assertThat(service.post(STATIONS, body, Attempt.HEADER, "k".repeat(129)).status()).isEqualTo(400);
    }
}
