package radio.tarang.local.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;

/** A write with an {@code Idempotency-Key} happens once, however often it is sent. */
final class IdempotencyChecks {

    /** One caller's write; every story has texts of its own. */
    private final class Story {
        private final String unique = UUID.randomUUID().toString();
        private final String key = UUID.randomUUID().toString();
        private final String path = write.path("path").asText();

        Reply send(String body, String sentKey, String authorization) throws IOException {
            return sendTo(path, body, sentKey, authorization);
        }

        Reply sendTo(String target, String body, String sentKey, String authorization) throws IOException {
            return caller.send(write.path("method").asText(), filled(target), filled(write.path(body).toString()),
                    "Authorization", authorization, vectors.path("key").path("header").asText(), sentKey);
        }

        private String filled(String text) {
            return text.replace("UNIQUE", unique).replace("SUBJECT", person);
        }
    }

    private final Subject subject;
    private final Caller caller;
    private final JsonNode vectors;
    private final JsonNode write;
    private final ProblemShape problems;
    private final String person;
    private final String admin;
    private final String another;

    /**
     * @param person the id of whose token {@code admin} is
     * @param another somebody else who may do the same
     */
    IdempotencyChecks(Subject subject, Caller caller, Contracts contracts, ProblemShape problems, String person,
            String admin, String another) {
        this.subject = subject;
        this.caller = caller;
        this.vectors = contracts.idempotency();
        this.write = vectors.path("writes").path(subject.service());
        this.problems = problems;
        this.person = person;
        this.admin = admin;
        this.another = another;
    }

    List<Check> all(Routes routes) {
        List<Check> checks = new ArrayList<>();
        boolean remembers = routes.all().stream().anyMatch(Routes.Route::remembers);
        checks.add(new Check(subject.service(), "a write to try is in idempotency.yaml", comparison -> comparison
                .same("a service that takes keys", remembers, write.isObject())));
        if (!remembers || !write.isObject()) {
            return checks;
        }
        add(checks, "the first answer again", this::replayed);
        add(checks, "a key with quotes is the key without", this::quoted);
        add(checks, "a refusal again", this::refusalReplayed);
        add(checks, "another body under the same key", comparison -> {
            Story story = new Story();
            succeeded(comparison, story.send("body", story.key, admin));
            refused(comparison, story.send("changed", story.key, admin), "other-body");
        });
        add(checks, "another path under the same key", comparison -> {
            Story story = new Story();
            succeeded(comparison, story.send("body", story.key, admin));
            refused(comparison, story.sendTo(write.path("elsewhere").asText(), "body", story.key, admin),
                    "other-path");
        });
        add(checks, "the same key of somebody else", comparison -> {
            Story first = new Story();
            Story second = new Story();
            succeeded(comparison, first.send("body", first.key, admin));
            succeeded(comparison, second.send("body", first.key, another));
        });
        add(checks, "a key of nobody", comparison -> refused(comparison, caller.send("POST", TokenChecks.NOWHERE,
                "{}", vectors.path("key").path("header").asText(), UUID.randomUUID().toString()), "nobody"));
        vectors.path("bad-keys").forEach(vector -> add(checks, "refused: " + vector.path("name").asText(),
                comparison -> refused(comparison, new Story().send("body", vector.path("key").asText(), admin),
                        "bad-key")));
        return checks;
    }

    private void add(List<Check> checks, String vector, Check.Body body) {
        checks.add(new Check(subject.service(), "Idempotency-Key: " + vector, body));
    }

    private void replayed(Comparison comparison) throws IOException {
        Story story = new Story();
        Reply first = story.send("body", story.key, admin);
        succeeded(comparison, first);
        same(comparison, first, story.send("body", story.key, admin));
        same(comparison, first, story.send("body", story.key, admin));
    }

    private void quoted(Comparison comparison) throws IOException {
        Story story = new Story();
        Reply first = story.send("body", story.key, admin);
        succeeded(comparison, first);
        same(comparison, first, story.send("body", "\"" + story.key + "\"", admin));
    }

    private void refusalReplayed(Comparison comparison) throws IOException {
        Story story = new Story();
        Reply first = story.send("wrong", story.key, admin);
        problems.check(comparison, first, 400, "validation-failed");
        same(comparison, first, story.send("wrong", story.key, admin));
    }

    private String replayHeader(Reply reply) {
        return reply.header(vectors.path("replay").path("header").asText());
    }

    private void succeeded(Comparison comparison, Reply reply) {
        comparison.holds(reply.status() / 100 == 2, "a write that works", reply);
        comparison.same("mark of a kept answer", "", replayHeader(reply));
    }

    private void same(Comparison comparison, Reply first, Reply again) {
        comparison.same("status of the first answer", first.status(), again.status());
        comparison.same("body of the first answer", first.body(), again.body());
        vectors.path("replay").path("same").forEach(header -> comparison.same(header.asText() + " of the first answer",
                first.header(header.asText()), again.header(header.asText())));
        comparison.same("mark of a kept answer", vectors.path("replay").path("value").asText(), replayHeader(again));
    }

    private void refused(Comparison comparison, Reply reply, String which) {
        JsonNode refusal = vectors.path("refused").path(which);
        problems.check(comparison, reply, refusal.path("status").asInt(), refusal.path("slug").asText());
    }
}
