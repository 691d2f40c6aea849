package radio.tarang.user.auth;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.Account;
import radio.tarang.user.Accounts;
import radio.tarang.user.DeviceSession;
import radio.tarang.user.DeviceSessions;
import radio.tarang.user.Preferences;
import radio.tarang.user.keycloak.Grant;

/** What has to be true here once Keycloak let somebody in: there is an account, the device is on its list, and the anonymous listener became this person. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class SignIns {
    private final Accounts accounts;
    private final DeviceSessions devices;
    private final MergedSessions merged;
    private final Clock clock;

    SignIns(Accounts accounts, DeviceSessions devices, MergedSessions merged, Clock clock) {
        this.accounts = accounts;
        this.devices = devices;
        this.merged = merged;
        this.clock = clock;
    }

    /** @param preferences for an account that is not there yet */
    public void record(Grant.Issued grant, Visitor visitor, Preferences preferences) {
        Instant now = clock.instant();
        Account account = accounts.ensure(grant.userId(), grant.username(), preferences);
        String session = visitor.session();
        if (session != null && merged.claim(session, account.id(), now)) {
            accounts.save(account.merge(session, now));
        }
        devices.open(
                new DeviceSession(UUID.randomUUID(), account.id(), grant.sid(), grant.client(), visitor.userAgent(),
                        visitor.address().coarse(), now, now),
                Hashes.sha256(grant.refreshToken()));
    }

    @Transactional(readOnly = true)
    public boolean known(UUID userId) {
        return accounts.find(userId).isPresent();
    }
}
