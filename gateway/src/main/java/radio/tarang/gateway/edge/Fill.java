package radio.tarang.gateway.edge;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One question to a service on behalf of everybody who wants the same answer. */
final class Fill {

    sealed interface Outcome {

        /** Kept (or, if a purge overtook the fill, served though already stale). */
        record Kept(Stored stored) implements Outcome {
        }

        /** A whole answer that is not for sharing: it belongs to the caller who started the fill. */
        record Passed(int status, List<Map.Entry<String, String>> headers, byte[] body) implements Outcome {
        }

        /** Too large to keep: every caller asks the service and streams. */
        record TooLarge() implements Outcome {
        }

        record Failed(Throwable cause) implements Outcome {
        }

        /** No answer within the patience one has while a stale copy is at hand. */
        record Slow() implements Outcome {
        }
    }

    /** The number of the last purge when the question was asked. */
    final long purgesAtStart;
    final long startedAtMillis;
    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    Fill(long purgesAtStart, long startedAtMillis) {
        this.purgesAtStart = purgesAtStart;
        this.startedAtMillis = startedAtMillis;
    }
}
