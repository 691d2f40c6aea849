package radio.tarang.notification.socket;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The token a handshake brings: in {@code Authorization}, or, for pages, which cannot set that, as the subprotocol that follows {@code bearer}. Never in
 * the URL, which ends up in logs; never in a cookie, which other people's pages send along.
 */
final class PresentedToken {
    static final String SUBPROTOCOL = "bearer";
    private static final Pattern BEARER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +(\\S+)");
    private static final String UNUSABLE = "";

    private PresentedToken() {
    }

    /** Null if none was presented; something that cannot count if it was not presented rightly. */
    static @Nullable String of(HttpHeaders headers) {
        List<String> authorizations = headers.getAll(HttpHeaderNames.AUTHORIZATION);
        if (!authorizations.isEmpty()) {
            Matcher bearer = BEARER.matcher(authorizations.getFirst());
            return authorizations.size() == 1 && bearer.matches() ? bearer.group(1) : UNUSABLE;
        }
        List<String> offered = offered(headers);
        int at = offered.indexOf(SUBPROTOCOL);
        if (at < 0) {
            return null;
        }
        return at + 1 < offered.size() ? offered.get(at + 1) : UNUSABLE;
    }

    /** A page that offered it hangs up unless it is chosen. */
    static boolean bySubprotocol(HttpHeaders headers) {
        return offered(headers).contains(SUBPROTOCOL);
    }

    private static List<String> offered(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(line -> Stream.of(line.split(","))).map(String::strip).toList();
    }
}
