package radio.tarang.local.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Access tokens: each that counts is taken, each that does not is refused with one and the same answer. */
final class TokenChecks {
    /** A path nobody answers: what comes is the verdict on the token alone. */
    static final String NOWHERE = "/api/v1/conformance";
    private static final int TRAP_MILLIS = 300;

    private final Subject subject;
    private final Caller caller;
    private final TokenVectors vectors;
    private final ProblemShape problems;

    TokenChecks(Subject subject, Caller caller, TokenVectors vectors, ProblemShape problems) {
        this.subject = subject;
        this.caller = caller;
        this.vectors = vectors;
        this.problems = problems;
    }

    /**
     * @param trap where forged tokens say that keys are
     * @param good an {@code Authorization} that counts
     */
    List<Check> all(Trap trap, String good) {
        List<Check> checks = new ArrayList<>();
        vectors.valid().forEach(vector -> checks.add(new Check(subject.service(), "token " + vector.name(),
                comparison -> problems.check(comparison, ask("Bearer " + vectors.token(vector)), 404, "not-found"))));
        vectors.forged().forEach(vector -> checks.add(new Check(subject.service(), "forged token: " + vector.name(),
                comparison -> refused(comparison, ask("Bearer " + vectors.token(vector))))));
        for (String odd : new String[]{"Bearer", "Bearer ", "Basic YTpi", "nonsense", "Token x"}) {
            checks.add(new Check(subject.service(), "Authorization: " + odd,
                    comparison -> refused(comparison, ask(odd))));
        }
        checks.add(new Check(subject.service(), "two tokens", comparison -> refused(comparison,
                caller.get(NOWHERE, "Authorization", good, "Authorization", good))));
        checks.add(new Check(subject.service(), "what tokens name is never fetched",
                comparison -> comparison.same("visits", List.of(), trap.visitors(TRAP_MILLIS))));
        return checks;
    }

    private Reply ask(String authorization) throws IOException {
        return caller.get(NOWHERE, "Authorization", authorization);
    }

    private void refused(Comparison comparison, Reply reply) throws IOException {
        problems.check(comparison, reply, 401, "unauthenticated");
        comparison.holds(reply.header("WWW-Authenticate").startsWith("Bearer"), "WWW-Authenticate: Bearer",
                reply.headers().map());
        comparison.same("the body of every bad token", alike(ask("Bearer x")), alike(reply));
    }

    /** What is particular to one request aside. */
    private static String alike(Reply reply) {
        ObjectNode body = reply.json().deepCopy();
        body.remove(List.of("instance", "traceId"));
        return body.toString();
    }
}
