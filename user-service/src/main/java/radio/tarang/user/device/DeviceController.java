package radio.tarang.user.device;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.user.DeviceSession;
import radio.tarang.user.Refusal;
import radio.tarang.user.keycloak.SessionCloser;
import radio.tarang.user.security.Caller;
import radio.tarang.user.web.PathIds;

@RestController
@RequestMapping("/api/v1/user/sessions")
class DeviceController {
    /** @param current whether the token that asks belongs to it */
    record DeviceView(UUID id, Instant createdAt, Instant lastUsedAt, String client, String userAgent, String address,
            boolean current) {
        static DeviceView of(DeviceSession session, @Nullable String sid) {
            return new DeviceView(session.id(), session.createdAt(), session.lastUsedAt(), session.client(),
                    session.userAgent(), session.address(), session.sid().equals(sid));
        }
    }

    record DeviceList(List<DeviceView> sessions) {
    }

    private final Devices devices;
    private final SessionCloser closer;

    DeviceController(Devices devices, SessionCloser closer) {
        this.devices = devices;
        this.closer = closer;
    }

    @GetMapping
    ResponseEntity<DeviceList> list(Caller caller) {
        List<DeviceView> sessions = devices.of(known(caller)).stream()
                .map(session -> DeviceView.of(session, caller.sid())).toList();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new DeviceList(sessions));
    }

    /** One of them; the current one is as good as signing out. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable String id, Caller caller) {
        UUID wanted = PathIds.known(id, Refusal.Reason.UNKNOWN_DEVICE);
        if (end(caller, session -> session.id().equals(wanted)).isEmpty()) {
            throw Refusal.unknown(Refusal.Reason.UNKNOWN_DEVICE, id);
        }
    }

    /** All but the current one. */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endOthers(Caller caller) {
        end(caller, session -> !session.sid().equals(caller.sid()));
    }

    private List<DeviceSession> end(Caller caller, Predicate<DeviceSession> which) {
        List<DeviceSession> ended = devices.end(known(caller), which);
        closer.close(ended.stream().map(DeviceSession::sid).toList());
        return ended;
    }

    private static UUID known(Caller caller) {
        return Objects.requireNonNull(caller.userId()); // the route asks for somebody who is signed in
    }
}
