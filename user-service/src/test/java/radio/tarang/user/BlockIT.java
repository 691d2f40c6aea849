package radio.tarang.user;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import radio.tarang.user.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Between two of whom one blocks the other there is no follow. */
class BlockIT {
    private final RunningService service = Crowd.service();
    private final Somebody asha = Somebody.known(service, "listener");
    private final Somebody bala = Somebody.known(service, "listener");

    private static String of(Somebody target, String what) {
        return "/api/v1/users/" + target.id() + "/" + what;
    }

    @Test
    void aBlockEndsTheFollowsBetweenTheTwoAndTellsEachOfThem() {
        asha.post(of(bala, "follow"), "");
        bala.post(of(asha, "follow"), "");
        Answer blocked = asha.post(of(bala, "block"), "");

        assertThat(blocked.raw().body()).isEqualTo("{\"userId\":\"" + bala.id() + "\",\"blocked\":true}");
        assertThat(asha.post(of(bala, "block"), "").status()).isEqualTo(200);
        assertThat(follows(asha, bala)).isZero();
        assertThat(FollowIT.counts(asha)).isEqualTo("0 followers, 0 following");
        assertThat(FollowIT.counts(bala)).isEqualTo("0 followers, 0 following");
        assertThat(asha.get("/api/v1/user/blocks").json().at("/users/0/username").asString())
                .isEqualTo(bala.username());
        assertThat(bala.get("/api/v1/user/blocks").json().get("total").asInt()).isZero();
        try (Records records = service.records()) {
            assertThat(records.awaitOf(asha.id().toString(), 4)).extracting(Records.Record::type)
                    .containsExactly("user.registered", "user.followed", "user.unfollowed", "user.blocked");
            assertThat(records.awaitOf(bala.id().toString(), 3)).extracting(Records.Record::type)
                    .containsExactly("user.registered", "user.followed", "user.unfollowed");
            assertThat(records.awaitOf(asha.id().toString(), 4).getLast().value()).isEqualTo("{\"userId\":\""
                    + asha.id() + "\",\"blockedUserId\":\"" + bala.id() + "\",\"version\":4}");
        }
    }

    @Test
    void neitherOfThemFollowsTheOtherUntilItEnds() {
        asha.post(of(bala, "block"), "");

        assertThat(bala.post(of(asha, "follow"), "").slug()).isEqualTo("forbidden");
        assertThat(asha.post(of(bala, "follow"), "").status()).isEqualTo(403);
        assertThat(bala.delete(of(asha, "block")).slug()).isEqualTo("unknown-block");
        assertThat(asha.delete(of(bala, "block")).status()).isEqualTo(204);
        assertThat(asha.delete(of(bala, "block")).slug()).isEqualTo("unknown-block");
        assertThat(bala.post(of(asha, "follow"), "").status()).isEqualTo(200);
        try (Records records = service.records()) {
            assertThat(records.awaitOf(asha.id().toString(), 3).getLast().type()).isEqualTo("user.unblocked");
        }
    }

    @Test
    void nobodyBlocksThemselvesNorSomebodyNobodyKnows() {
        assertThat(asha.post(of(asha, "block"), "").slug()).isEqualTo("cannot-block-yourself");
        assertThat(asha.post("/api/v1/users/" + UUID.randomUUID() + "/block", "").slug()).isEqualTo("unknown-user");
        assertThat(service.post(of(bala, "block"), "").status()).isEqualTo(401);
        assertThat(service.get("/api/v1/user/blocks").status()).isEqualTo(401);
    }

    @RepeatedTest(10)
    void aFollowThatBeginsBesideABlockIsRefusedOrEnded() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> race = List.of(() -> bala.post(of(asha, "follow"), "").status(),
                    () -> asha.post(of(bala, "block"), "").status(), () -> asha.post(of(bala, "follow"), "").status(),
                    () -> bala.post(of(asha, "block"), "").status());
            for (var done : threads.invokeAll(race)) {
                assertThat(done.get()).isIn(200, 403);
            }
        }
        assertThat(follows(asha, bala)).isZero();
        assertThat(FollowIT.counts(asha)).isEqualTo("0 followers, 0 following");
        assertThat(FollowIT.counts(bala)).isEqualTo("0 followers, 0 following");
    }

    private long follows(Somebody one, Somebody other) {
        return service.jdbc().sql("""
                SELECT count(*) FROM follow WHERE (follower_id, target_id) IN ((:one, :other), (:other, :one))
                """).param("one", one.id()).param("other", other.id()).query(Long.class).single();
    }
}
