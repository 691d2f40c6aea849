package radio.tarang.user.auth;

import java.text.Normalizer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

import radio.tarang.user.Away;
import radio.tarang.user.Preferences;
import radio.tarang.user.Refusal;
import radio.tarang.user.auth.LoginAttempts.Place;
import radio.tarang.user.keycloak.Grant;
import radio.tarang.user.keycloak.Grants;
import radio.tarang.user.keycloak.People;
import radio.tarang.user.keycloak.Person;

/**
 * Signing in with name and password. Who is asked for and whether they are staff is settled before the password is looked at: staff learn that this is not
 * their door, whatever password they gave, and nobody can try theirs here.
 */
@Service
class Login {
    private static final long WAIT_NANOS = Duration.ofSeconds(2).toNanos();
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Grants grants;
    private final People people;
    private final LoginAttempts attempts;
    private final SignIns signIns;
    private final Rules rules;

    /** What the configuration says of signing in. */
    @Component
    record Rules(LoginSettings login, StaffSettings staff) {
    }

    Login(Grants grants, People people, LoginAttempts attempts, SignIns signIns, Rules rules) {
        this.grants = grants;
        this.people = people;
        this.attempts = attempts;
        this.signIns = signIns;
        this.rules = rules;
    }

    /**
     * @param preferences for an account that is not there yet
     * @throws Refusal {@code invalid-credentials}, the same for a wrong password, an unknown name and a disabled account; {@code rate-limited};
     *             {@code use-browser-login}
     */
    Grant.Issued signIn(String username, String password, Visitor visitor, Preferences preferences) {
        long began = System.nanoTime();
        String name = Normalizer.normalize(username.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        Optional<Person> person = people.find(name);
        refuseStaff(person);
        String whom = person.map(known -> "id:" + known.id()).orElse("name:" + name);
        Place.Taken place = place(Hashes.sha256(whom + "\n" + visitor.address().prefix()));
        Grant grant = ask(person.map(Person::username).orElse(name), password, place);
        return switch (grant) {
            case Grant.Issued issued -> {
                attempts.withdraw(place);
                yield recorded(issued, visitor, preferences);
            }
            case Grant.Refused _ -> {
                attempts.failed(place);
                pause(rules.login().refusalAfter(place.before()), began);
                throw new Refusal(Refusal.Reason.INVALID_CREDENTIALS, "Check both and try again.");
            }
        };
    }

    /**
     * The end of a sign-in through the browser: what Keycloak's page gave it, and what only it knows.
     *
     * @throws Refusal {@code invalid-credentials} if Keycloak does not take it, or no longer
     */
    Grant.Issued exchange(String code, String codeVerifier, String redirectUri, Visitor visitor) {
        return switch (grants.code(code, codeVerifier, redirectUri)) {
            case Grant.Issued issued -> recorded(issued, visitor, Preferences.DEFAULT);
            case Grant.Refused _ ->
                throw new Refusal(Refusal.Reason.INVALID_CREDENTIALS, "The code does not count. Sign in again.");
        };
    }

    /** Tokens nobody will get are ended at Keycloak again, as far as it can be done. */
    private Grant.Issued recorded(Grant.Issued issued, Visitor visitor, Preferences preferences) {
        try {
            signIns.record(issued, visitor, preferences);
            return issued;
        } catch (RuntimeException e) {
            try {
                people.endSession(issued.sid());
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private void refuseStaff(Optional<Person> person) {
        if (!rules.staff().staffPasswordLogin() && person.isPresent()
                && people.roles(person.get().id()).stream().anyMatch(People.STAFF::contains)) {
            throw new Refusal(Refusal.Reason.USE_BROWSER_LOGIN, "This account signs in through the browser.");
        }
    }

    private Place.Taken place(byte[] pair) {
        long began = System.nanoTime();
        while (true) {
            switch (attempts.begin(pair)) {
                case Place.Taken taken -> {
                    return taken;
                }
                case Place.Closed closed -> throw Refusal.tooManyFailures(closed.opensIn());
                case Place.Wait _ -> {
                    if (System.nanoTime() - began > WAIT_NANOS) {
                        throw Refusal.tooManyFailures(Duration.ofSeconds(2));
                    }
                    sleep(LOOK_AGAIN.plusMillis(ThreadLocalRandom.current().nextLong(LOOK_AGAIN.toMillis())));
                }
            }
        }
    }

    private Grant ask(String username, String password, Place.Taken place) {
        try {
            return grants.password(username, password);
        } catch (RuntimeException e) {
            try {
                attempts.withdraw(place); // nobody could tell whether it was right
            } catch (DataAccessException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Until so much time has passed since then: what was wrong cannot be told from how long it took. */
    private static void pause(Duration atLeast, long sinceNanos) {
        Duration left = atLeast.minusNanos(System.nanoTime() - sinceNanos);
        if (left.isPositive()) {
            sleep(left);
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Away("Nobody waits for this sign-in any more", e);
        }
    }
}
