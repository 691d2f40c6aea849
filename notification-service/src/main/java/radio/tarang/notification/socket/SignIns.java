package radio.tarang.notification.socket;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.Message;
import radio.tarang.notification.security.Callers;
import radio.tarang.notification.security.SignedIn;

/**
 * How a socket comes to be somebody's, and how that ends: a token that expires may be followed by another within a grace time, a revoked one ends the
 * socket. Runs on the connection's loop, but for looking at tokens.
 */
@Component
final class SignIns {
    static final int CLOSE_CODE = 4401;
    private static final int MAX_REFUSED = 10;

    private final Callers callers;
    private final Admission admission;
    private final SocketSettings settings;
    private final Clock clock;

    SignIns(Callers callers, Admission admission, SocketSettings settings, Clock clock) {
        this.callers = callers;
        this.admission = admission;
        this.settings = settings;
        this.clock = clock;
    }

    /** The client sent a token over its open socket. */
    void authenticate(Connection connection, String token) {
        SignIn signIn = of(connection);
        if (signIn.asking) {
            error(connection, "authentication-pending", "one token at a time");
            return;
        }
        signIn.asking = true;
        Thread.ofVirtual().name("feed-token").start(() -> {
            Optional<SignedIn> caller;
            boolean available = true;
            try {
                caller = callers.recognise(token);
            } catch (Callers.Unavailable e) {
                caller = Optional.empty();
                available = false;
            }
            SignedIn known = caller.orElse(null);
            boolean judged = available;
            connection.loop().executor().execute(() -> {
                signIn.asking = false;
                if (connection.isOpen()) {
                    answer(connection, signIn, known, judged);
                    connection.loop().flush();
                }
            });
        });
    }

    private void answer(Connection connection, SignIn signIn, @Nullable SignedIn caller, boolean judged) {
        if (!judged) {
            error(connection, "unavailable", "tokens cannot be checked at the moment");
        } else if (caller == null) {
            error(connection, "unauthenticated", "this token does not count");
            if (++signIn.refused >= MAX_REFUSED) {
                connection.close(CLOSE_CODE, "too many bad tokens");
            }
        } else if (!admission.identify(connection.ticket(), user(caller))) {
            error(connection, "too-many-sockets", "too many sockets of one user");
        } else {
            begin(connection, caller);
            ObjectNode payload = JsonNodeFactory.instance.objectNode().put("userId", caller.userId().toString())
                    .put("expiresAt", caller.expiresAt().toString());
            connection.tell(Message.of("AUTHENTICATED", payload, null));
        }
    }

    /** From now on the socket is somebody's, until the token expires. */
    void begin(Connection connection, SignedIn caller) {
        SignIn signIn = of(connection);
        signIn.stopTimer();
        signIn.caller = caller;
        signIn.refused = 0;
        signIn.timer = later(connection, () -> expired(connection, signIn),
                Duration.between(clock.instant(), caller.expiresAt()));
        check(connection); // it may have been revoked while it was looked at
    }

    private void expired(Connection connection, SignIn signIn) {
        error(connection, "token-expired", "send AUTHENTICATE with a new token");
        connection.loop().flush();
        signIn.timer = later(connection, () -> connection.close(CLOSE_CODE, "token expired"), settings.tokenGrace());
    }

    /** Hangs up if the token was revoked meanwhile. */
    void check(Connection connection) {
        SignIn signIn = connection.signIn;
        if (signIn != null && signIn.caller != null && callers.ended(signIn.caller)) {
            connection.close(CLOSE_CODE, "token revoked");
        }
    }

    int endings() {
        return callers.endings();
    }

    static String user(SignedIn caller) {
        return "user:" + caller.userId();
    }

    private static SignIn of(Connection connection) {
        if (connection.signIn == null) {
            connection.signIn = new SignIn();
        }
        return Objects.requireNonNull(connection.signIn);
    }

    private static Future<?> later(Connection connection, Runnable task, Duration after) {
        return connection.loop().executor().schedule(task, Math.max(0, after.toMillis()), TimeUnit.MILLISECONDS);
    }

    private static void error(Connection connection, String code, String message) {
        connection.tell(Message.of("ERROR",
                JsonNodeFactory.instance.objectNode().put("code", code).put("message", message), null));
    }
}
