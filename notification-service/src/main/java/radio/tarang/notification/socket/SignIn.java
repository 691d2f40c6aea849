package radio.tarang.notification.socket;

import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import radio.tarang.notification.security.SignedIn;

/** What a socket knows of who is behind it. Only sockets that said something about that have one; touched by their loop alone. */
final class SignIn {
    @Nullable
    SignedIn caller;
    @Nullable
    Future<?> timer;
    /** A token is being looked at. */
    boolean asking;
    int refused;

    void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
