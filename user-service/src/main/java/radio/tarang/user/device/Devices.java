package radio.tarang.user.device;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.DeviceSession;
import radio.tarang.user.DeviceSessions;

/** One person's sign-ins. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class Devices {
    private final DeviceSessions sessions;
    private final Clock clock;

    Devices(DeviceSessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<DeviceSession> of(UUID userId) {
        return sessions.of(userId, clock.instant());
    }

    /** @return what was ended: to be closed at Keycloak after this transaction */
    public List<DeviceSession> end(UUID userId, Predicate<DeviceSession> which) {
        Instant now = clock.instant();
        List<DeviceSession> ended = sessions.of(userId, now).stream().filter(which).toList();
        sessions.end(ended, now);
        return ended;
    }
}
