package radio.tarang.gateway.edge;

import java.time.Duration;

/** When a connection is given up: nobody asks on it, nobody takes what is owed, or nobody answers. Who is slow is left alone. */
final class Silence {

    /** A client that takes nothing at all of what it is owed. */
    private static final long UNTAKEN_NANOS = Duration.ofSeconds(30).toNanos();
    /** A service that began to answer, or took the question, and says no more: longer than any route may take. */
    private static final long UNANSWERED_NANOS = Duration.ofMinutes(3).toNanos();

    private final long idleNanos;
    private long brokenAtNanos;
    private long owedBytes;
    private long takenAtNanos;

    Silence(Duration idle, long nowNanos) {
        idleNanos = idle.toNanos();
        brokenAtNanos = nowNanos;
    }

    /** A complete question was read, or a piece of an answer came. A slow sender of headers does not count. */
    void broken(long nowNanos) {
        brokenAtNanos = nowNanos;
    }

    /** @param owed bytes of answers that the client has not taken yet */
    boolean untaken(long nowNanos, long owed) {
        if (owed != owedBytes) {
            owedBytes = owed;
            takenAtNanos = nowNanos;
        }
        return owed > 0 && nowNanos - takenAtNanos > UNTAKEN_NANOS;
    }

    /** @param unanswered a question is with a service */
    boolean tooLong(long nowNanos, boolean unanswered) {
        return nowNanos - brokenAtNanos > (unanswered ? UNANSWERED_NANOS : idleNanos);
    }
}
