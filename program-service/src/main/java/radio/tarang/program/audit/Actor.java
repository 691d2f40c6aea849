package radio.tarang.program.audit;

import java.net.InetAddress;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.security.Caller;

/**
 * Who acts, and from where. Controllers of whatever is audited take it as a parameter.
 *
 * @param address the client's, as the gateway saw it
 */
public record Actor(Caller caller, String address) {
    static Actor of(Caller caller, HttpServletRequest request) {
        return new Actor(caller, address(request.getHeader("X-Forwarded-For"), request.getRemoteAddr()));
    }

    /** What is no address is not believed. */
    private static String address(@Nullable String forwardedFor, String peer) {
        if (forwardedFor != null) {
            try {
                return InetAddress.ofLiteral(forwardedFor.split(",", 2)[0].strip()).getHostAddress();
            } catch (IllegalArgumentException e) {
                return peer;
            }
        }
        return peer;
    }
}
