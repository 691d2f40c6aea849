package radio.tarang.user;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import radio.tarang.user.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Following and no longer following, one at a time and all at once. */
class FollowIT {
    private static final RunningService SERVICE = Crowd.service();
    private static final Broadcaster BROADCASTER = new Broadcaster(SERVICE);

    private final Somebody asha = Somebody.known(SERVICE, "listener");
    private final Somebody bala = Somebody.known(SERVICE, "listener");

    @AfterAll
    static void goOffAir() {
        BROADCASTER.close();
    }

    private static String follow(Somebody target) {
        return "/api/v1/users/" + target.id() + "/follow";
    }

    @Test
    void followingTwiceIsFollowingOnceAndSoIsItsEvent() {
        Answer first = asha.post(follow(bala), "");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.raw().body())
                .isEqualTo("{\"targetType\":\"user\",\"targetId\":\"" + bala.id() + "\",\"following\":true}");
        assertThat(asha.post(follow(bala), "").raw().body()).isEqualTo(first.raw().body());
        assertThat(counts(bala)).isEqualTo("1 followers, 0 following");
        assertThat(counts(asha)).isEqualTo("0 followers, 1 following");
        assertThat(names(SERVICE.get("/api/v1/users/" + bala.id() + "/followers"), "users", "username"))
                .containsExactly(asha.username());
        assertThat(names(SERVICE.get("/api/v1/users/" + asha.id() + "/following"), "users", "username"))
                .containsExactly(bala.username());

        assertThat(asha.delete(follow(bala)).status()).isEqualTo(204);
        assertThat(asha.delete(follow(bala)).slug()).isEqualTo("unknown-follow");
        assertThat(counts(bala)).isEqualTo("0 followers, 0 following");
        try (Records records = SERVICE.records()) {
            List<Records.Record> told = records.awaitOf(asha.id().toString(), 3);
            assertThat(told).extracting(Records.Record::type).containsExactly("user.registered", "user.followed",
                    "user.unfollowed");
            assertThat(told).extracting(Records.Record::sequence).containsExactly(1L, 2L, 3L);
            assertThat(told.get(1).value()).isEqualTo("{\"userId\":\"" + asha.id()
                    + "\",\"targetType\":\"user\",\"targetId\":\"" + bala.id() + "\",\"version\":2}");
            assertThat(told.get(1).headers()).containsEntry("cache-tags", "user:" + asha.id() + ",user:" + bala.id());
        }
    }

    @Test
    void whoFollowsCannotBeThemselvesNorAGuestNorAnybodyNobodyKnows() {
        assertThat(asha.post(follow(asha), "").slug()).isEqualTo("cannot-follow-yourself");
        assertThat(SERVICE.post(follow(bala), "").status()).isEqualTo(401);
        assertThat(asha.post(follow(Somebody.at(SERVICE, "listener")), "").slug()).isEqualTo("unknown-user");
        assertThat(asha.post("/api/v1/users/bala/follow", "").slug()).isEqualTo("unknown-user");
        assertThat(asha.post("/api/v1/stations/" + bala.id() + "/follow", "").slug()).isEqualTo("unknown-station");
        assertThat(asha.post("/api/v1/programs/" + UUID.randomUUID() + "/follow", "").slug())
                .isEqualTo("unknown-program");
        assertThat(SERVICE.get("/api/v1/users/" + UUID.randomUUID() + "/followers").slug()).isEqualTo("unknown-user");
    }

    @Test
    void ofManyWhoAskAtOnceOneFollowsAndOneEventTellsIt() throws Exception {
        assertThat(all(IntStream.range(0, 12).<Callable<Integer>>mapToObj(
                _ -> () -> asha.post(follow(bala), "").status()).toList())).containsOnly(200);
        assertThat(counts(bala)).isEqualTo("1 followers, 0 following");

        assertThat(all(IntStream.range(0, 12).<Callable<Integer>>mapToObj(
                _ -> () -> asha.delete(follow(bala)).status()).toList())).containsOnly(204, 404)
                .containsOnlyOnce(204);
        assertThat(counts(bala)).isEqualTo("0 followers, 0 following");
        asha.post(follow(bala), "");
        try (Records records = SERVICE.records()) {
            assertThat(records.awaitOf(asha.id().toString(), 4)).extracting(Records.Record::type)
                    .containsExactly("user.registered", "user.followed", "user.unfollowed", "user.followed");
        }
    }

    @Test
    void countsAreExactHoweverManyFollowOneAnotherAtOnce() throws Exception {
        List<Somebody> crowd = IntStream.range(0, 6).mapToObj(_ -> Somebody.known(SERVICE, "listener")).toList();
        List<Callable<Integer>> follows = new ArrayList<>();
        for (Somebody one : crowd) {
            crowd.stream().filter(other -> other != one)
                    .forEach(other -> follows.add(() -> one.post(follow(other), "").status()));
        }

        assertThat(all(follows)).containsOnly(200);
        assertThat(crowd).allSatisfy(one -> assertThat(counts(one)).isEqualTo("5 followers, 5 following"));
    }

    @Test
    void stationsAndProgrammesAreFollowedOnceTheyAreKnown() {
        UUID station = BROADCASTER.station("Akashvani Pune");
        UUID program = BROADCASTER.program("सकाळचे सूर");

        assertThat(asha.post("/api/v1/stations/" + station + "/follow", "").text("targetType")).isEqualTo("station");
        assertThat(asha.post("/api/v1/programs/" + program + "/follow", "").text("targetType")).isEqualTo("program");
        assertThat(asha.post("/api/v1/programs/" + station + "/follow", "").slug()).isEqualTo("unknown-program");
        assertThat(asha.delete("/api/v1/programs/" + station + "/follow").slug()).isEqualTo("unknown-follow");
        asha.post(follow(bala), "");

        Answer all = asha.get("/api/v1/user/following");
        assertThat(names(all, "follows", "name")).containsExactly(bala.username(), "सकाळचे सूर", "Akashvani Pune");
        assertThat(all.json().get("total").asInt()).isEqualTo(3);
        assertThat(names(asha.get("/api/v1/user/following?type=station"), "follows", "targetId"))
                .containsExactly(station.toString());
        assertThat(asha.get("/api/v1/user/following?type=song").status()).isEqualTo(400);
        assertThat(SERVICE.get("/api/v1/user/following").status()).isEqualTo(401);
        assertThat(counts(asha)).isEqualTo("0 followers, 1 following");
        assertThat(asha.delete("/api/v1/stations/" + station + "/follow").status()).isEqualTo(204);
    }

    @Test
    void longListsArePaged() {
        List<Somebody> fans = IntStream.range(0, 3).mapToObj(_ -> Somebody.known(SERVICE, "listener")).toList();
        fans.forEach(fan -> fan.post(follow(bala), ""));
        String followers = "/api/v1/users/" + bala.id() + "/followers";

        Answer first = SERVICE.get(followers + "?page=1&limit=2");
        assertThat(first.json().get("users").size()).isEqualTo(2);
        assertThat(first.json().get("total").asInt()).isEqualTo(3);
        assertThat(first.json().get("hasMore").asBoolean()).isTrue();
        assertThat(first.header("Link")).contains("<" + followers + "?limit=2&page=2>; rel=\"next\"");
        Answer last = SERVICE.get(followers + "?page=2&limit=2");
        assertThat(last.json().get("hasMore").asBoolean()).isFalse();
        assertThat(names(last, "users", "username")).containsExactly(fans.getFirst().username());
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=0", "limit=0", "limit=101", "page=x", "page=101&limit=100"})
    void whatIsNoPageIsRefused(String query) {
        assertThat(SERVICE.get("/api/v1/users/" + bala.id() + "/followers?" + query).status()).isEqualTo(400);
        assertThat(asha.get("/api/v1/user/following?" + query).status()).isEqualTo(400);
    }

    @Test
    void thereIsAnEndToWhatOnePersonFollows() {
        SERVICE.jdbc().sql("INSERT INTO follow_count (user_id, total) VALUES (:id, 5000)").param("id", asha.id())
                .update();

        assertThat(asha.post(follow(bala), "").slug()).isEqualTo("too-many");
    }

    static String counts(Somebody somebody) {
        JsonNode profile = SERVICE.get("/api/v1/users/" + somebody.id()).json();
        return profile.get("followers").asInt() + " followers, " + profile.get("following").asInt() + " following";
    }

    private static List<String> names(Answer list, String items, String member) {
        return list.json().get(items).valueStream().map(item -> item.get(member).asString()).toList();
    }

    private static <T> List<T> all(List<Callable<T>> calls) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(calls)) {
                results.add(done.get());
            }
            return results;
        }
    }
}
