package radio.tarang.user.preference;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.Account;
import radio.tarang.user.AccountEvent;
import radio.tarang.user.Accounts;
import radio.tarang.user.Member;
import radio.tarang.user.StateCodes;
import radio.tarang.user.web.IfMatch;

/** Reads and changes what a person wants. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class PreferenceEditor {
    private final Accounts accounts;
    private final StateCodes states;
    private final Clock clock;

    PreferenceEditor(Accounts accounts, StateCodes states, Clock clock) {
        this.accounts = accounts;
        this.states = states;
        this.clock = clock;
    }

    /** Whoever asks for the first time is written down: from then on there is a version to compare. */
    Account read(Member person) {
        return accounts.find(person.id()).orElseGet(() -> accounts.ensure(person.id(), person.username()));
    }

    Account change(Member person, PreferenceRequest request, IfMatch ifMatch) {
        Account account = accounts.ensure(person.id(), person.username());
        ifMatch.require(account.version());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        AccountEvent.Updated changed = account
                .prefer(request.checked(account.preferences().consent(), states, now), now);
        return changed == null ? account : accounts.save(changed);
    }
}
