package radio.tarang.user.auth;

import java.util.Optional;

import org.springframework.stereotype.Service;

import radio.tarang.user.Preferences;
import radio.tarang.user.Refusal;
import radio.tarang.user.keycloak.Grant;
import radio.tarang.user.keycloak.People;
import radio.tarang.user.keycloak.Person;

/**
 * Signing up: the person at Keycloak first, then the account here, which the first sign-in makes. Whatever stops in between leaves a person without an
 * account; the same request again, or any sign-in, completes it.
 */
@Service
class SignUp {
    private final People people;
    private final Login login;
    private final SignIns signIns;

    SignUp(People people, Login login, SignIns signIns) {
        this.people = people;
        this.login = login;
        this.signIns = signIns;
    }

    /** @throws Refusal {@code username-taken}, {@code email-taken}, {@code validation-failed} */
    Grant.Issued register(Registration wanted, Visitor visitor) {
        Preferences preferences = Preferences.DEFAULT.inState(wanted.statePreference());
        try {
            people.create(wanted.username(), wanted.email(), wanted.password(), wanted.firstName(), wanted.lastName());
        } catch (Refusal refusal) {
            if (refusal.reason() == Refusal.Reason.VALIDATION_FAILED || halfMade(wanted).isEmpty()) {
                throw refusal;
            }
            return complete(wanted, visitor, preferences, refusal);
        }
        try {
            return login.signIn(wanted.username(), wanted.password(), visitor, preferences);
        } catch (Refusal refusal) {
            throw refusal.reason() == Refusal.Reason.INVALID_CREDENTIALS ? confirmFirst() : refusal;
        }
    }

    /** Keycloak has this person under both, and we have no account: an earlier attempt that did not get to its end, or somebody who never came by. */
    private Optional<Person> halfMade(Registration wanted) {
        return people.find(wanted.username())
                .filter(person -> wanted.email().equals(person.email()) && !signIns.known(person.id()));
    }

    /** Only with the right password, counted like any sign-in. Whatever else is wrong with it, the name is taken. */
    private Grant.Issued complete(Registration wanted, Visitor visitor, Preferences preferences, Refusal taken) {
        try {
            return login.signIn(wanted.username(), wanted.password(), visitor, preferences);
        } catch (Refusal refusal) {
            throw refusal.reason() == Refusal.Reason.RATE_LIMITED ? refusal : taken;
        }
    }

    /** The realm asks for something first that only a browser can do, such as confirming the address. */
    private static Refusal confirmFirst() {
        return new Refusal(Refusal.Reason.USE_BROWSER_LOGIN,
                "The account was made. Confirm the e-mail address, then sign in through the browser.");
    }
}
