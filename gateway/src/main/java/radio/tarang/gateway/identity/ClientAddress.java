package radio.tarang.gateway.identity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.gateway.WebProperties;

/**
 * Where a request came from. The client is as many entries from the right of {@code X-Forwarded-For} as proxies of ours
 * stand in front; what a client wrote there itself is further left and has no effect. One address has one text: IPv6
 * compressed (RFC 5952), IPv4-mapped ones as IPv4.
 */
@Component
public class ClientAddress {

    static final String UNKNOWN = "unknown";

    private final int trustedHops;

    ClientAddress(WebProperties web) {
        trustedHops = web.trustedHops();
    }

    /** Whether headers of proxies count at all; if not, the connection alone says who it is. */
    boolean behindProxies() {
        return trustedHops > 0;
    }

    /** @param forwardedFor the values of {@code X-Forwarded-For}, in order */
    String of(@Nullable InetSocketAddress peer, List<String> forwardedFor) {
        if (trustedHops > 0) {
            List<String> hops = forwardedFor.stream().flatMap(v -> Arrays.stream(v.split(",", -1))).toList();
            int index = hops.size() - trustedHops;
            String said = index < 0 ? null : canonical(hops.get(index).strip());
            if (said != null) {
                return said;
            }
        }
        return peer == null || peer.getAddress() == null ? UNKNOWN : text(peer.getAddress());
    }

    /** @param forwardedProto believed only where proxies of ours stand in front */
    public boolean secure(boolean tls, @Nullable String forwardedProto) {
        return tls || trustedHops > 0 && "https".equals(forwardedProto);
    }

    /** @return the one text of a literal address, or null where it is none; never asks a name server */
    public static @Nullable String canonical(String literal) {
        byte[] bytes = bytes(literal);
        try {
            return bytes == null ? null : text(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** What one household or one attacker has: an IPv4 address, or the /64 of an IPv6 address. */
    public static String prefix(String canonical) {
        byte[] bytes = bytes(canonical);
        if (bytes == null || bytes.length == 4) {
            return canonical;
        }
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return text(InetAddress.getByAddress(bytes)) + "/64";
        } catch (UnknownHostException e) {
            return canonical;
        }
    }

    static byte @Nullable [] bytes(String literal) {
        return literal.isEmpty() || literal.length() > 45 || literal.indexOf('%') >= 0
                ? null
                : NetUtil.createByteArrayFromIpAddressString(literal);
    }

    private static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
