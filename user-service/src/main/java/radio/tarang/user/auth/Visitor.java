package radio.tarang.user.auth;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import radio.tarang.user.security.Caller;

/**
 * Who stands at the door: an address, a device, and perhaps an anonymous listener until now.
 *
 * @param userAgent what the device calls itself, of bounded length
 * @param session the random part of a valid anonymous session
 */
record Visitor(ClientAddress address, String userAgent, @Nullable String session) {
    private static final int LONGEST_AGENT = 200;

    static Visitor of(HttpServletRequest request, Caller caller) {
        return new Visitor(ClientAddress.of(request.getHeader("X-Forwarded-For"), request.getRemoteAddr()),
                printable(request.getHeader("User-Agent")), caller.session());
    }

    private static String printable(@Nullable String userAgent) {
        String text = userAgent == null ? "" : userAgent.replaceAll("[^\\x20-\\x7e]", "");
        return text.length() > LONGEST_AGENT ? text.substring(0, LONGEST_AGENT) : text;
    }
}
