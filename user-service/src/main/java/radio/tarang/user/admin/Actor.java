package radio.tarang.user.admin;

import java.net.InetAddress;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import radio.tarang.user.Member;

/** Who acts, and from where. */
record Actor(UUID id, String username, String ip) {
    static Actor of(Member member, HttpServletRequest request) {
        return new Actor(member.id(), member.username(),
                address(request.getHeader("X-Forwarded-For"), request.getRemoteAddr()));
    }

    /** The client's address as the gateway sets it; what is no address is not believed. */
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
