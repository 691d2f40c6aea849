package radio.tarang.user.idempotency;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import radio.tarang.local.test.TestRealm;
import radio.tarang.local.test.TestServers;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** A write may be sent twice; it happens once. The same behaviour as in every service with writes. */
class IdempotencyIT {
    private static final String PREFERENCES = "/api/v1/user/preferences";
    private static final String MARATHI = "{\"statePreference\": \"MH\", \"languages\": [\"mr\"]}";

    private final RunningService service = RunningService.shared();
    private final TestRealm realm = TestServers.keycloak().realm();
    private final String name = "idem." + UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
    private final String id = realm.createUser(name, Set.of(), Set.of());
    private final String bearer = "Bearer " + realm.tokens(name).accessToken();
    private final String key = UUID.randomUUID().toString();

    private Answer put(String body, String... more) {
        List<String> headers = new java.util.ArrayList<>(List.of("Authorization", bearer));
        headers.addAll(List.of(more));
        return service.put(PREFERENCES, body, headers.toArray(String[]::new));
    }

    private long version() {
        return service.jdbc().sql("SELECT version FROM account WHERE id = ?::uuid").param(id).query(Long.class)
                .single();
    }

    @Test
    void theFirstAnswerIsGivenAgainAndNothingHappensTwice() {
        String etag = String.valueOf(service.get(PREFERENCES, "Authorization", bearer).header("ETag"));

        Answer first = put(MARATHI, Attempt.HEADER, key, "If-Match", etag);
        long version = version();
        Answer second = put(MARATHI, Attempt.HEADER, key, "If-Match", etag);

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).as("not a 412, although the version has gone on").isEqualTo(200);
        assertThat(second.raw().body()).isEqualTo(first.raw().body());
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(second.header(KeptAnswer.REPLAYED)).isEqualTo("true");
        assertThat(version()).isEqualTo(version);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        put(MARATHI, Attempt.HEADER, key);

        Answer otherBody = put(MARATHI.replace("MH", "KL"), Attempt.HEADER, key);
        assertThat(otherBody.status()).isEqualTo(422);
        assertThat(otherBody.slug()).isEqualTo("idempotency-key-reused");
        Answer otherPath = service.put("/api/v1/users/" + id, MARATHI, "Authorization", bearer, Attempt.HEADER, key);
        assertThat(otherPath.status()).isEqualTo(422);
    }

    @Test
    void ofManyTwinsAtOnceOneHasTheEffect() throws InterruptedException, ExecutionException {
        service.get(PREFERENCES, "Authorization", bearer);
        long before = version();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Answer> sending = () -> put(MARATHI, Attempt.HEADER, key);
            List<Future<Answer>> sent = IntStream.range(0, 12).mapToObj(_ -> pool.submit(sending)).toList();
            for (Future<Answer> each : sent) {
                assertThat(each.get().status()).isIn(200, 409);
            }
        }
        assertThat(version()).isEqualTo(before + 1);
    }

    @Test
    void anEffectWhoseAnswerCannotBeKeptDidNotHappen() {
        service.get(PREFERENCES, "Authorization", bearer);
        long before = version();
        service.jdbc().sql("ALTER TABLE idempotent_answer ADD CONSTRAINT broken CHECK (status <> 200) NOT VALID")
                .update();
        try {
            assertThat(put(MARATHI, Attempt.HEADER, key).status()).isEqualTo(500);
        } finally {
            service.jdbc().sql("ALTER TABLE idempotent_answer DROP CONSTRAINT broken").update();
        }
        assertThat(version()).isEqualTo(before);
    }

    @Test
    void tokensAreNotKept() {
        Answer answer = service.post("/api/v1/auth/login", "{\"username\": \"" + name + "\", \"password\": \"tarang\"}",
                Attempt.HEADER, key);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(service.jdbc().sql("SELECT count(*) FROM idempotent_answer WHERE encode(body, 'escape') LIKE ?")
                .param("%" + answer.text("accessToken") + "%").query(Long.class).single()).isZero();
    }
}
