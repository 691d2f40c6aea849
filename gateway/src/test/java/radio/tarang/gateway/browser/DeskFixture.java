package radio.tarang.gateway.browser;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers like program-service to those who look at stations and to editors who work at them, over what {@link RadioFixture}
 * has. Who may is decided by the gateway before it.
 */
final class DeskFixture {

    /** What a request was, as far as tests ask. */
    record Asked(String what, Map<String, String> query, String text, @Nullable String ifMatch, @Nullable String key,
            @Nullable String type) {

        JsonNode body() {
            return JSON.readTree(text);
        }
    }

    private record Reply(int status, Object body) {

        static Reply problem(int status, String slug, List<Map<String, String>> errors) {
            return new Reply(status,
                    Map.of("type", "https://tarang.radio/problems/" + slug, "status", status, "errors", errors));
        }
    }

    private static final JsonMapper JSON = JsonMapper.shared();

    private final RadioFixture radio;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, ObjectNode> shows = new TreeMap<>();
    /** As editors opened or changed them; the others are those of the broadcasts. */
    private final Map<String, ObjectNode> stations = new TreeMap<>();
    /** By programme and state. */
    private final Map<String, ObjectNode> optOuts = new TreeMap<>();
    private final List<Map<String, @Nullable Object>> audit = new CopyOnWriteArrayList<>();
    /** What was answered to a key. */
    private final Map<String, Reply> kept = new TreeMap<>();
    private volatile int looksAtJob;
    private volatile boolean loseReply;

    DeskFixture(RadioFixture radio) {
        this.radio = radio;
    }

    void clear() {
        asked.clear();
        shows.clear();
        stations.clear();
        optOuts.clear();
        audit.clear();
        kept.clear();
        looksAtJob = 0;
        loseReply = false;
    }

    /** As another editor decided meanwhile. */
    void departs(String program, String state, int delayMinutes, long version) {
        optOuts.put(program + "/" + state, JSON.createObjectNode().put("programId", program)
                .put("programTitle", known(program).title()).put("stateId", state).put("delayMinutes", delayMinutes)
                .put("version", version));
    }

    /** The next creation happens, but its reply never arrives. */
    void loseNextReply() {
        loseReply = true;
    }

    List<Asked> asked(String what) {
        return asked.stream().filter(one -> one.what().equals(what)).toList();
    }

    /** Of whatever begins so. */
    List<Asked> changes(String what) {
        return asked.stream().filter(one -> one.what().startsWith(what)).toList();
    }

    /** Taken down as done by the editor, newest first. */
    void tookDown(String action, @Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("id", "audit-" + numbers.incrementAndGet());
        entry.put("at", Instant.now().toString());
        entry.put("actor", Map.of("id", PeopleFixture.ID, "username", PeopleFixture.NAME));
        entry.put("action", action);
        entry.put("targetType", action.substring(0, action.indexOf('.')));
        entry.put("targetId", "target-1");
        entry.put("ip", "127.0.0.1");
        entry.put("before", before);
        entry.put("after", after);
        audit.addFirst(entry);
    }

    Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString(StandardCharsets.UTF_8).defaultIfEmpty("").flatMap(text -> {
            QueryStringDecoder target = new QueryStringDecoder(request.uri());
            Map<String, String> query = new TreeMap<>();
            target.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
            List<String> path = List.of(target.path().substring("/api/v1/".length()).split("/"));
            Asked one = new Asked(request.method() + " " + String.join("/", path), query, text,
                    request.requestHeaders().get("If-Match"), request.requestHeaders().get("Idempotency-Key"),
                    request.requestHeaders().get("Content-Type"));
            asked.add(one);
            Reply reply = reply(request.method().name(), path, one);
            response.status(reply.status()).header("Cache-Control", "no-store").header("Content-Type",
                    reply.status() >= 400 ? "application/problem+json" : "application/json");
            return reply.status() == 204
                    ? response.send().then()
                    : response.sendString(Mono.just(JSON.writeValueAsString(reply.body()))).then();
        });
    }

    private Reply reply(String method, List<String> path, Asked one) {
        boolean admin = path.getFirst().equals("admin");
        List<String> rest = admin ? path.subList(1, path.size()) : path;
        String id = rest.size() > 1 ? rest.get(1) : "";
        String last = rest.size() > 2 ? "/" + rest.get(2) : "";
        String state = rest.size() > 3 ? rest.get(3) : "";
        return switch (method + (admin ? " admin " : " ") + rest.getFirst() + (id.isEmpty() ? "" : "/*") + last) {
            case "GET stations" -> stations();
            case "GET stations/*" -> station(id);
            case "GET stations/*/schedule" -> schedule(id, one.query());
            case "GET programs/*" -> find(id) == null ? unknown() : ok(radio.shown(known(id)));
            case "POST programs/*/end" -> moved(id, "ended");
            case "POST admin programs" -> once(one);
            case "PUT admin programs/*" ->
                stale(id, one) ? changedMeanwhile() : save(id, known(id).version() + 1, one, 200);
            case "PATCH admin programs/*/status" ->
                stale(id, one) ? changedMeanwhile() : moved(id, one.body().path("status").asString());
            case "DELETE admin programs/*" -> {
                radio.remove(id);
                yield new Reply(204, "");
            }
            case "POST admin programs/*/overrun" -> stale(id, one) ? changedMeanwhile() : overrun(id, one.body());
            case "POST admin stations" -> station("station-" + numbers.incrementAndGet(), 1, one, 201);
            case "PUT admin stations/*" -> station(id, 2, one, 200);
            case "DELETE admin stations/*" -> stations.remove(id) == null
                    ? Reply.problem(409, "station-in-use", List.of())
                    : new Reply(204, "");
            case "GET admin opt-outs" -> optOuts(one.query());
            case "PUT admin programs/*/opt-outs" -> depart(id, state, one);
            case "DELETE admin programs/*/opt-outs" -> {
                optOuts.remove(id + "/" + state);
                yield new Reply(204, "");
            }
            case "GET admin schedules" -> ok(Map.of("schedules", List.copyOf(shows.values()), "total", shows.size()));
            case "GET admin schedules/*" -> ok(Objects.requireNonNull(shows.get(id)));
            case "POST admin schedules" -> show("show-" + numbers.incrementAndGet(), 1, one, 201);
            case "PUT admin schedules/*" -> show(id, 2, one, 200);
            case "DELETE admin schedules/*" -> {
                shows.remove(id);
                yield new Reply(204, "");
            }
            case "POST admin imports" -> new Reply(202, job(0));
            case "GET admin imports" ->
                ok(Map.of("imports", looksAtJob > 0 ? List.of(job(looksAtJob)) : List.of(), "total", 1));
            case "GET admin imports/*" -> ok(job(++looksAtJob));
            case "GET admin audit" -> ok(auditPage(one.query()));
            default -> unknown();
        };
    }

    private static Reply ok(Object body) {
        return new Reply(200, body);
    }

    private static Reply unknown() {
        return Reply.problem(404, "not-found", List.of());
    }

    private static Reply changedMeanwhile() {
        return Reply.problem(412, "precondition-failed", List.of());
    }

    private @Nullable Broadcast find(String id) {
        return radio.broadcasts().stream().filter(b -> b.id().equals(id)).findFirst().orElse(null);
    }

    private Broadcast known(String id) {
        return Objects.requireNonNull(find(id), () -> "no broadcast " + id);
    }

    private boolean stale(String id, Asked one) {
        return one.ifMatch() != null && !one.ifMatch().startsWith("\"v" + known(id).version());
    }

    private Reply stations() {
        Map<String, Object> byId = new TreeMap<>();
        radio.broadcasts().forEach(b -> byId.put(b.stationId(), stationOf(b)));
        byId.putAll(stations);
        List<Object> all = byId.values().stream()
                .sorted(Comparator.comparing(station -> JSON.valueToTree(station).path("name").asString())).toList();
        return ok(Map.of("stations", all, "total", all.size(), "page", 1, "limit", 100, "hasMore", false));
    }

    private Reply station(String id) {
        ObjectNode changed = stations.get(id);
        return changed != null
                ? ok(changed)
                : radio.broadcasts().stream().filter(b -> id.equals(b.stationId())).findFirst()
                        .map(known -> ok(stationOf(known)))
                        .orElseGet(() -> Reply.problem(404, "unknown-station", List.of()));
    }

    private static Map<String, @Nullable Object> stationOf(Broadcast known) {
        Map<String, @Nullable Object> station = new LinkedHashMap<>();
        station.put("id", known.stationId());
        station.put("name", known.station());
        station.put("stateId", known.stateId());
        station.put("languages", List.of("mr"));
        station.put("streamUrl", "https://stream.example/live.m3u8");
        station.put("version", 1);
        return station;
    }

    private Reply station(String id, int version, Asked one, int status) {
        ObjectNode station = (ObjectNode) one.body();
        if (station.path("externalId").asString("").equals("taken")) {
            return Reply.problem(409, "external-id-taken", List.of());
        }
        if (station.path("streamUrl").asString("").contains("refused")) {
            return Reply.problem(400, "validation-failed",
                    List.of(Map.of("field", "streamUrl", "message", "must be better")));
        }
        if (!station.has("stateId")) {
            station.putNull("stateId");
        }
        station.put("id", id).put("version", version);
        stations.put(id, station);
        return new Reply(status, station);
    }

    private Reply optOuts(Map<String, String> query) {
        List<Broadcast> day = overlapping(query.getOrDefault("stationId", ""),
                Instant.parse(query.getOrDefault("from", "")), Instant.parse(query.getOrDefault("to", "")));
        List<String> ids = day.stream().map(Broadcast::id).toList();
        return ok(Map.of("optOuts", optOuts.values().stream()
                .filter(o -> ids.contains(o.path("programId").asString())
                        || ids.contains(o.path("replacementProgramId").asString("")))
                .toList()));
    }

    private Reply depart(String id, String state, Asked one) {
        ObjectNode known = optOuts.get(id + "/" + state);
        long version = known == null ? 0 : known.path("version").asLong();
        if (one.ifMatch() != null && !one.ifMatch().equals("\"v" + version + "\"")) {
            return changedMeanwhile();
        }
        ObjectNode optOut = (ObjectNode) one.body();
        if (optOut.path("delayMinutes").asInt(0) == 7) {
            return Reply.problem(400, "validation-failed",
                    List.of(Map.of("field", "delayMinutes", "message", "must be better")));
        }
        optOut.put("programId", id).put("programTitle", known(id).title()).put("stateId", state)
                .put("version", version + 1);
        if (optOut.has("replacementProgramId")) {
            optOut.put("replacementTitle", known(optOut.path("replacementProgramId").asString()).title());
        }
        optOuts.put(id + "/" + state, optOut);
        return new Reply(version == 0 ? 201 : 200, optOut);
    }

    /** What overlaps [from, to), without cancelled ones. */
    private Reply schedule(String id, Map<String, String> query) {
        Instant from = Instant.parse(query.getOrDefault("from", ""));
        Instant to = Instant.parse(query.getOrDefault("to", ""));
        return ok(Map.of("stationId", id, "from", from.toString(), "to", to.toString(), "programs",
                overlapping(id, from, to).stream().map(radio::shown).toList()));
    }

    private List<Broadcast> overlapping(String station, Instant from, Instant to) {
        return radio.broadcasts().stream().filter(b -> station.equals(b.stationId()) && !b.status().equals("cancelled"))
                .filter(b -> b.start().isBefore(to) && b.end().isAfter(from))
                .sorted(Comparator.comparing(Broadcast::start))
                .toList();
    }

    /** The same key is the same creation. */
    private Reply once(Asked one) {
        String key = Objects.requireNonNull(one.key());
        Reply again = kept.get(key);
        Reply reply = again != null ? again : save("new-" + numbers.incrementAndGet(), 1, one, 201);
        kept.put(key, reply);
        if (loseReply) {
            loseReply = false;
            return Reply.problem(502, "bad-gateway", List.of());
        }
        return reply;
    }

    private Reply save(String id, long version, Asked one, int status) {
        JsonNode body = one.body();
        if (body.path("title").asString().equals("refused")) {
            return Reply.problem(400, "validation-failed",
                    List.of(Map.of("field", "title", "message", "must be better")));
        }
        Instant start = Instant.parse(body.path("scheduledStart").asString());
        Instant end = Instant.parse(body.path("scheduledEnd").asString());
        String station = body.path("stationId").asString();
        boolean taken = overlapping(station, start, end).stream().anyMatch(other -> !other.id().equals(id));
        if (taken && !"true".equals(one.query().get("allowOverlap"))) {
            return Reply.problem(409, "program-overlap", List.of());
        }
        Broadcast neighbour = radio.broadcasts().stream().filter(b -> b.stationId().equals(station)).findFirst()
                .orElseThrow();
        Broadcast before = find(id);
        Broadcast saved = new Broadcast(id, neighbour.station(), neighbour.stateId(), body.path("title").asString(),
                body.path("hostName").asString(null), body.path("category").asString("News"),
                body.path("language").asString("mr"), start, end, before == null ? "scheduled" : before.status(), null,
                version);
        radio.put(saved);
        radio.note(id, Map.of("description", body.path("description").asString("")));
        return new Reply(status, radio.shown(saved));
    }

    private Reply moved(String id, String status) {
        Broadcast now = at(known(id), Duration.ZERO, Duration.ZERO, status);
        return ok(radio.shown(now));
    }

    private Broadcast at(Broadcast known, Duration later, Duration longer, String status) {
        Broadcast moved = new Broadcast(known.id(), known.station(), known.stateId(), known.title(), known.host(),
                known.category(), known.language(), known.start().plus(later), known.end().plus(longer), status,
                known.streamUrl(), known.version() + 1);
        radio.put(moved);
        return moved;
    }

    /** Everything that follows on the station moves by as much. */
    private Reply overrun(String id, JsonNode body) {
        int minutes = body.path("minutes").asInt();
        if (minutes > 60) {
            return Reply.problem(409, "overrun-too-long", List.of());
        }
        Broadcast live = known(id);
        Duration later = Duration.ofMinutes(minutes);
        List<Map<String, @Nullable Object>> moved = new ArrayList<>();
        for (Broadcast next : overlapping(live.stationId(), live.end(), Instant.MAX)) {
            if (!next.start().isBefore(live.end())) {
                Broadcast at = at(next, later, later, next.status());
                radio.note(at.id(), Map.of("delayMinutes", minutes, "reason", "running-late"));
                moved.add(radio.shown(at));
            }
        }
        return ok(Map.of("program", radio.shown(at(live, Duration.ZERO, later, "live")), "moved", moved));
    }

    private Reply show(String id, int version, Asked one, int status) {
        ObjectNode show = (ObjectNode) one.body();
        if (show.path("exceptions").path(0).path("title").asString("").equals("refused")) {
            return Reply.problem(400, "validation-failed",
                    List.of(Map.of("field", "exceptions[0].title", "message", "must be better")));
        }
        show.put("id", id).put("version", version);
        shows.put(id, show);
        ObjectNode answer = show.deepCopy();
        answer.putArray("conflicts").addObject().put("programId", "new-1").put("conflictsWith", "live").put("start",
                Instant.now().toString());
        return new Reply(status, answer);
    }

    /** Half way at the first look, done at the second. */
    private Map<String, Object> job(int looks) {
        boolean done = looks > 1;
        Map<String, Object> counts = Map.of("read", done ? 1200 : 600, "created", done ? 1190 : 600, "updated", 0,
                "unchanged", 8,
                "duplicate", 1, "rejected", done ? 1 : 0, "overlapping", 0);
        return Map.of("id", "job-1", "format", "xmltv", "status",
                looks == 0 ? "queued" : done ? "completed" : "running",
                "progress", looks == 0 ? 0.0 : done ? 1.0 : 0.5, "counts", counts, "errors",
                done
                        ? List.of(Map.of("line", 17, "item", "<b>बातम्या</b>", "message", "ends before it starts"))
                        : List.of(),
                "errorCount", done ? 3 : 0, "createdAt", "2026-01-01T06:00:00Z");
    }

    private Map<String, Object> auditPage(Map<String, String> query) {
        List<Map<String, @Nullable Object>> found = audit.stream()
                .filter(entry -> query.getOrDefault("targetType", String.valueOf(entry.get("targetType")))
                        .equals(entry.get("targetType")))
                .toList();
        int from = query.containsKey("cursor") ? 2 : 0;
        boolean hasMore = from == 0 && found.size() > 2;
        List<Map<String, @Nullable Object>> page = found.subList(Math.min(from, found.size()),
                hasMore ? 2 : found.size());
        Map<String, Object> answer = new LinkedHashMap<>(
                Map.of("entries", page, "total", found.size(), "limit", 50, "hasMore", hasMore));
        if (hasMore) {
            answer.put("nextCursor", "after-2");
        }
        return answer;
    }
}
