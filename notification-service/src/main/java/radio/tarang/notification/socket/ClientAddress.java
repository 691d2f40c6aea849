package radio.tarang.notification.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/** Whose socket it is: the address that reached the outermost proxy we trust, an IPv6 one cut to its /64. */
final class ClientAddress {
    private static final int PREFIX_BYTES = 8;

    private ClientAddress() {
    }

    static boolean trusted(SocketAddress peer, WebSettings settings) {
        return peer instanceof InetSocketAddress address
                && settings.trustedProxies().contains(address.getAddress().getHostAddress());
    }

    static String of(SocketAddress peer, @Nullable String forwardedFor, WebSettings settings) {
        if (!(peer instanceof InetSocketAddress address)) {
            return String.valueOf(peer);
        }
        InetAddress client = address.getAddress();
        if (forwardedFor != null && trusted(peer, settings)) {
            String[] hops = forwardedFor.split(",");
            // From the right: each proxy appends whom it saw. What stands left of the first stranger is that stranger's claim.
            for (int hop = hops.length - 1; hop >= 0; hop--) {
                InetAddress seen = NetUtil.createInetAddressFromIpAddressString(hops[hop].strip());
                if (seen == null) {
                    break;
                }
                client = seen;
                if (!settings.trustedProxies().contains(seen.getHostAddress())) {
                    break;
                }
            }
        }
        return client instanceof Inet6Address
                ? HexFormat.of().formatHex(client.getAddress(), 0, PREFIX_BYTES)
                : client.getHostAddress();
    }
}
