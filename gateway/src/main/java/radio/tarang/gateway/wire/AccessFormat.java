package radio.tarang.gateway.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import radio.tarang.gateway.Trace;
import radio.tarang.gateway.identity.Caller;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One line of JSON per answer (ECS names where there are such). Nothing a caller sent can end the line or a string; query
 * values, addresses and people are cut down to what operating the platform needs. One thread's.
 */
final class AccessFormat {

    private static final String CACHE_STATUS = "\r\nCache-Status: ";
    private static final int LONGEST_TARGET = 2_048;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final Set<String> parameters;
    private final Mac pseudonyms;

    AccessFormat(Set<String> parameters, byte[] pseudonymKey) {
        this.parameters = parameters;
        try {
            pseudonyms = Mac.getInstance("HmacSHA256");
            pseudonyms.init(new SecretKeySpec(pseudonymKey, "HmacSHA256"));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    void append(StringBuilder out, AccessLine line) {
        out.append("{\"@timestamp\":\"").append(Instant.ofEpochMilli(line.atMillis))
                .append("\",\"log.logger\":\"access\"");
        text(out, "http.request.method", line.method);
        target(out, line.target);
        out.append(",\"http.response.status_code\":").append(line.status).append(",\"http.response.body.bytes\":")
                .append(line.bytes).append(",\"durationMicros\":").append(line.micros);
        String cacheStatus = line.cacheStatus == null ? within(line.block) : line.cacheStatus;
        if (cacheStatus != null) {
            text(out, "cacheStatus", cacheStatus);
        }
        Caller caller = line.caller;
        text(out, "client.address", prefix(caller != null
                ? caller.address()
                : line.peer == null || line.peer.getAddress() == null
                        ? ""
                        : NetUtil.toAddressString(line.peer.getAddress())));
        if (caller != null && caller.user() != null) {
            text(out, "user.hash", pseudonym("user:" + caller.user()));
        } else if (caller != null && caller.session() != null) {
            text(out, "session.hash", pseudonym("session:" + caller.session()));
        }
        if (line.requestId != null) {
            text(out, "http.request.id", line.requestId);
        }
        String trace = line.traceparent == null ? null : Trace.of(line.traceparent).traceId();
        if (trace != null && line.traceparent != null && line.traceparent.contains(trace)) {
            text(out, "trace.id", trace);
        } else if (line.requestId != null && line.requestId.length() == 32) {
            text(out, "trace.id", line.requestId);
        }
        out.append("}\n");
    }

    private static @Nullable String within(@Nullable String block) {
        int from = block == null ? -1 : block.indexOf(CACHE_STATUS);
        if (block == null || from < 0) {
            return null;
        }
        int to = block.indexOf('\r', from + CACHE_STATUS.length());
        return block.substring(from + CACHE_STATUS.length(), to < 0 ? block.length() : to);
    }

    private void target(StringBuilder out, String target) {
        String cut = target.length() > LONGEST_TARGET ? target.substring(0, LONGEST_TARGET) : target;
        int query = cut.indexOf('?');
        text(out, "url.path", query < 0 ? cut : cut.substring(0, query));
        if (query >= 0 && query < cut.length() - 1) {
            // The identity provider's pages carry codes and states of a sign-in: nothing of them is ours to keep.
            text(out, "url.query", cut.startsWith("/identity/") ? "…" : redacted(cut.substring(query + 1)));
        }
    }

    private String redacted(String query) {
        StringBuilder kept = new StringBuilder(query.length());
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            kept.append(kept.isEmpty() ? "" : "&");
            if (parameters.contains(name)) {
                kept.append(pair);
            } else {
                // Without "=" it may be a value as well as a name.
                kept.append(equals < 0 ? "" : name.length() > 32 ? name.substring(0, 32) : name).append("=…");
            }
        }
        return kept.toString();
    }

    /** The network, not the household: a /24 of IPv4, a /48 of IPv6. */
    static String prefix(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return "unknown";
        }
        int kept = bytes.length == 4 ? 3 : 6;
        for (int i = kept; i < bytes.length; i++) {
            bytes[i] = 0;
        }
        try {
            InetAddress network = InetAddress.getByAddress(bytes);
            return NetUtil.toAddressString(network) + (network instanceof Inet4Address ? "/24" : "/48");
        } catch (java.net.UnknownHostException e) {
            return "unknown";
        }
    }

    private String pseudonym(String who) {
        return HexFormat.of().formatHex(pseudonyms.doFinal(who.getBytes(UTF_8)), 0, 8);
    }

    private static void text(StringBuilder out, String name, @Nullable String value) {
        out.append(",\"").append(name).append("\":\"");
        String text = value == null ? "" : value;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c >= 127 && c != '…') {
                out.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]).append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
