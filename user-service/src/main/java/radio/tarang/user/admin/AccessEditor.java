package radio.tarang.user.admin;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

import radio.tarang.user.Away;
import radio.tarang.user.Refusal;
import radio.tarang.user.admin.AccessChanges.Change;
import radio.tarang.user.keycloak.People;
import radio.tarang.user.keycloak.Person;
import radio.tarang.user.web.IfMatch;

/**
 * Changes what somebody may do. Written down first, then done at Keycloak, then audited and told with the state Keycloak really has: if we fail in between,
 * {@link #finishWhatIsLeft} does the last step.
 */
@Service
class AccessEditor {
    private static final Logger LOG = LoggerFactory.getLogger(AccessEditor.class);
    private static final String ADMIN = "admin";
    /** Longer than all calls of one change can take. */
    private static final Duration LEFT = Duration.ofSeconds(30);

    private final People people;
    private final AccessChanges changes;
    private final Audit audit;

    AccessEditor(People people, AccessChanges changes, Audit audit) {
        this.people = people;
        this.changes = changes;
        this.audit = audit;
    }

    Person change(Actor actor, UUID target, AccessRequest.Wish wish, IfMatch ifMatch) {
        long version = audit.version(target);
        Person person = known(target);
        ifMatch.require(version);
        Access before = access(person);
        boolean takesAdmin = before.administers() && !wish.keepsAdmin(before);
        if (takesAdmin && actor.id().equals(target)) {
            throw new Refusal(Refusal.Reason.ADMIN_LOCKOUT, "Ask another administrator to do this to you.");
        }
        Change change = new Change(target, actor, before, takesAdmin);
        changes.begin(change, version);
        if (takesAdmin && isLastAdmin(change)) {
            changes.forget(target);
            throw new Refusal(Refusal.Reason.ADMIN_LOCKOUT, "There would be no administrator left.");
        }
        apply(target, before, wish);
        Person changed = known(target);
        changes.finish(change, changed.username(), access(changed));
        return changed;
    }

    Access access(Person person) {
        return new Access(people.roles(person.id()), person.states(), person.enabled());
    }

    /** Asked while no other administrator can be taken out. */
    private boolean isLastAdmin(Change change) {
        try {
            return people.holding(ADMIN).stream().noneMatch(
                    other -> other.enabled() && !other.id().equals(change.target()));
        } catch (RuntimeException e) {
            changes.forget(change.target()); // nothing has been done yet
            throw e;
        }
    }

    private void apply(UUID target, Access before, AccessRequest.Wish wish) {
        Boolean enabled = wish.enabled();
        Set<String> states = wish.states();
        Set<String> roles = wish.roles();
        if (roles != null) {
            people.setRoles(target, roles);
        }
        if (states != null && !states.equals(before.states())) {
            people.setStates(target, states);
        }
        if (enabled != null && enabled != before.enabled()) {
            people.setEnabled(target, enabled);
            if (!enabled) {
                people.endSessions(target);
            }
        }
    }

    private Person known(UUID id) {
        return people.find(id).orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_USER, id.toString()));
    }

    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void finishWhatIsLeft() {
        finishWhatIsLeft(LEFT);
    }

    /** @param age since when whoever began them is taken for gone */
    void finishWhatIsLeft(Duration age) {
        try {
            for (Change change : changes.leftOver(age)) {
                people.find(change.target()).ifPresentOrElse(
                        person -> changes.finish(change, person.username(), access(person)),
                        () -> changes.forget(change.target()));
            }
        } catch (Away | CallNotPermittedException | BulkheadFullException | DataAccessException
                | TransactionException e) {
            LOG.warn("Changes of rights that were interrupted cannot be finished yet: {}", e.toString());
        }
    }
}
