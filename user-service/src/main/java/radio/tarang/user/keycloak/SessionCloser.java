package radio.tarang.user.keycloak;

import java.util.Collection;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import radio.tarang.user.Away;
import radio.tarang.user.DeviceSessions;

/** Ends at Keycloak what has ended here: at once if it can be, otherwise as soon as Keycloak answers again. Ending twice does no harm. */
@Component
public class SessionCloser {
    private static final Logger LOG = LoggerFactory.getLogger(SessionCloser.class);
    private static final int BATCH = 50;

    private final DeviceSessions devices;
    private final People people;

    SessionCloser(DeviceSessions devices, People people) {
        this.devices = devices;
        this.people = people;
    }

    /** After the transaction that ended them. Never fails: what cannot be closed now is closed later. */
    public void close(Collection<String> sids) {
        try {
            for (String sid : sids) {
                people.endSession(sid);
                devices.closed(sid);
            }
        } catch (Away | CallNotPermittedException | BulkheadFullException | DataAccessException
                | TransactionException e) {
            LOG.warn("Sign-ins that ended are not closed at Keycloak yet: {}", e.toString());
        }
    }

    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void closeWhatIsLeft() {
        try {
            close(devices.unclosed(BATCH));
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("What is to be closed at Keycloak is not known at the moment: {}", e.toString());
        }
    }
}
