package radio.tarang.user.auth;

import java.net.Inet4Address;
import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

/** Where a request came from. IPv6 networks are given to customers whole, so whoever fails there is a /64. */
record ClientAddress(InetAddress address) {
    private static final int GROUPS_OF_48 = 3;
    private static final int GROUPS_OF_64 = 4;

    /**
     * @param forwardedFor the client's address, as the gateway sets it, which alone reaches us; what is no address is not believed
     * @param peer who opened the connection, for callers without a gateway
     */
    static ClientAddress of(@Nullable String forwardedFor, String peer) {
        if (forwardedFor != null) {
            try {
                return new ClientAddress(InetAddress.ofLiteral(forwardedFor.split(",", 2)[0].strip()));
            } catch (IllegalArgumentException e) {
                // no gateway of ours says this
            }
        }
        return new ClientAddress(InetAddress.ofLiteral(peer));
    }

    /** What failures are counted by: an IPv4 address, or a /64. */
    String prefix() {
        return address instanceof Inet4Address ? address.getHostAddress() : network(GROUPS_OF_64) + "/64";
    }

    /** What people are shown of it: a /24 or a /48. */
    String coarse() {
        if (address instanceof Inet4Address) {
            String text = address.getHostAddress();
            return text.substring(0, text.lastIndexOf('.')) + ".0/24";
        }
        return network(GROUPS_OF_48) + "/48";
    }

    /** The first 16-bit groups, and zeros. */
    private String network(int groups) {
        byte[] bytes = address.getAddress();
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < groups; n++) {
            text.append(Integer.toHexString((bytes[2 * n] & 0xff) << 8 | bytes[2 * n + 1] & 0xff)).append(':');
        }
        return text.append(':').toString();
    }
}
