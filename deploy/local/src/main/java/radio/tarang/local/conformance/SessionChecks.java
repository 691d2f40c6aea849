package radio.tarang.local.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Signed anonymous listeners. What shows whether a session counts: the edge gives a new one to a listener who has none, and a service
 * that remembers answers asks whose an {@code Idempotency-Key} is.
 */
final class SessionChecks {
    private static final String PERSONAL = "/api/v1/counters?targets=song:0198a000-0000-7000-8000-000000000000";
    private static final String SESSION = "X-Session-Id";

    private final Subject subject;
    private final Caller caller;
    private final SessionVectors vectors;

    SessionChecks(Subject subject, Caller caller, SessionVectors vectors) {
        this.subject = subject;
        this.caller = caller;
        this.vectors = vectors;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        vectors.valid().forEach(vector -> checks.add(new Check(subject.service(), "session: " + vector.name(),
                comparison -> comparison.holds(counts(vector.value()), "a session that counts", "none"))));
        vectors.invalid().forEach(vector -> checks.add(new Check(subject.service(),
                "forged session: " + vector.name(),
                comparison -> comparison.holds(!counts(vector.value()), "no session", "one that counts"))));
        return checks;
    }

    private boolean counts(String session) throws IOException {
        if (subject.kind() == Subject.Kind.EDGE) {
            return caller.get(PERSONAL, SESSION, session).header(SESSION).isEmpty();
        }
        Reply reply = caller.send("POST", TokenChecks.NOWHERE, "{}", SESSION, session, "Idempotency-Key",
                UUID.randomUUID().toString());
        return reply.status() != 428;
    }
}
