package radio.tarang.local.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** All checks for one service at one base URL. Open while they run: forged tokens name an address of ours that nobody may ask. */
public final class Suite implements AutoCloseable {
    private static final List<String> ADMIN = List.of("listener", "host", "editor", "moderator", "admin");

    private final Subject subject;
    private final Signer signer;
    private final Contracts contracts;
    private final Trap trap;
    private final Caller caller;
    private final TokenVectors tokens;

    /** @param root of the checkout, where the contracts are */
    public Suite(Path root, Subject subject, Signer signer) throws IOException {
        this.subject = subject;
        this.signer = signer;
        this.contracts = Contracts.ofCheckout(root);
        this.trap = new Trap();
        this.caller = new Caller(subject.base());
        this.tokens = new TokenVectors(contracts.tokens(), signer, trap.url());
    }

    /** The keys of the session vectors, as a service is told them: it has to have these for its sessions to be checked. */
    public static String sessionKeys(Path root) throws IOException {
        return Contracts.ofCheckout(root).sessions().path("keys").asText();
    }

    /** In the order in which they are to run. */
    public List<Check> checks() throws IOException {
        String person = UUID.randomUUID().toString();
        String admin = bearer(person, ADMIN);
        String another = bearer(UUID.randomUUID().toString(), ADMIN);
        String listener = bearer(UUID.randomUUID().toString(), List.of("listener"));
        ProblemShape problems = new ProblemShape(contracts.problems(), subject.kind() == Subject.Kind.EDGE);
        Routes routes = new Routes(subject.kind() == Subject.Kind.API
                ? document()
                : MissingNode.getInstance(), person);
        List<Check> checks = new ArrayList<>(new TokenChecks(subject, caller, tokens, problems).all(trap, listener));
        if (subject.kind() == Subject.Kind.EDGE || routes.all().stream().anyMatch(Routes.Route::remembers)) {
            checks.addAll(new SessionChecks(subject, caller, new SessionVectors(contracts.sessions())).all());
        }
        if (subject.kind() == Subject.Kind.API) {
            checks.addAll(new IdempotencyChecks(subject, caller, contracts, problems, person, admin, another)
                    .all(routes));
            checks.addAll(new PagingChecks(subject, caller, routes, contracts, problems, admin).all());
        }
        checks.addAll(new RefusalChecks(subject, caller, routes, problems, admin, listener).all());
        return checks;
    }

    private String bearer(String person, List<String> roles) {
        return "Bearer " + signer.token(person, "conformance-" + person.substring(0, 8), roles, Instant.now());
    }

    private JsonNode document() throws IOException {
        Reply document = caller.get(Caller.DOCUMENT);
        if (document.status() != 200 || document.json().path("paths").isEmpty()) {
            throw new IOException(subject.service() + " has no OpenAPI document: " + document.status());
        }
        return document.json();
    }

    @Override
    public void close() throws IOException {
        caller.close();
        trap.close();
    }
}
