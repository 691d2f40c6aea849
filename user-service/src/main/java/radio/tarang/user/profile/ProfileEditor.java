package radio.tarang.user.profile;

import java.time.Clock;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.Account;
import radio.tarang.user.Accounts;
import radio.tarang.user.Member;
import radio.tarang.user.Refusal;
import radio.tarang.user.web.IfMatch;

/** Shows profiles, and lets their owners change them. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class ProfileEditor {
    private final Accounts accounts;
    private final Profiles profiles;
    private final Clock clock;

    ProfileEditor(Accounts accounts, Profiles profiles, Clock clock) {
        this.accounts = accounts;
        this.profiles = profiles;
        this.clock = clock;
    }

    Profiles.Profile change(Member owner, Profiles.Shown shown, IfMatch ifMatch) {
        Account account = accounts.ensure(owner.id(), owner.username());
        ifMatch.require(account.version());
        if (!shown.equals(profiles.shown(owner.id()))) {
            profiles.put(owner.id(), shown);
            accounts.save(account.present(clock.instant()));
        }
        return known(owner.id());
    }

    Profiles.Profile known(UUID id) {
        return profiles.find(id).orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_USER, id.toString()));
    }
}
