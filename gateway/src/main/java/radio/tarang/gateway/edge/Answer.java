package radio.tarang.gateway.edge;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** An answer as ready bytes, once per encoding that pays, each with its own strong entity tag. */
final class Answer {

    private static final List<String> COMPRESSIBLE = List.of("text/", "application/json", "application/problem+json",
            "application/javascript", "application/xml", "application/ld+json", "application/manifest+json",
            "application/atom+xml", "application/xmltv+xml", "image/svg+xml");
    /** A 304 repeats what a cache may need and leaves out what describes the bytes (RFC 9110 §15.4.5). */
    private static final List<String> IN_304 = List.of("cache-control", "content-location", "date", "expires", "vary");

    /** One encoding of the answer. The header block is joined anew at most once a second, when its age changes. */
    static final class Variant {

        final Encoding encoding;
        final ByteBuf body;
        final int length;
        final String etag;
        private final List<Map.Entry<String, String>> full;
        private final List<Map.Entry<String, String>> notModified;
        private volatile @Nullable Block fullBlock;
        private volatile @Nullable Block notModifiedBlock;

        private record Block(long ageSeconds, long ttlSeconds, AsciiString lines) {
        }

        Variant(Encoding encoding, byte[] bytes, String etag, List<Map.Entry<String, String>> headers) {
            this.encoding = encoding;
            this.etag = etag;
            length = bytes.length;
            // Memory that the collector frees: a kept answer may still be on its way to a slow client when it is dropped.
            body = Unpooled.unreleasableBuffer(
                    Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()));
            full = new ArrayList<>(headers);
            full.add(Map.entry("Content-Length", Integer.toString(bytes.length)));
            if (encoding != Encoding.IDENTITY) {
                full.add(Map.entry("Content-Encoding", encoding.token));
            }
            notModified = headers.stream().filter(h -> IN_304.contains(h.getKey().toLowerCase(Locale.ROOT))).toList();
        }

        List<Map.Entry<String, String>> headers(boolean withBody) {
            return withBody ? full : notModified;
        }

        /**
         * All headers but the ones of a single request as one value, to be sent under the name {@code ETag}: the codec
         * copies it as it is, so a hit costs one copy instead of a dozen encoded fields.
         *
         * @param extra headers every answer carries
         * @param ageSeconds below zero: the answer is our own, it has no age but is dated now; then {@code ttlSeconds} is
         * the present second
         */
        AsciiString block(boolean withBody, List<Map.Entry<String, String>> extra, long ageSeconds, long ttlSeconds) {
            Block known = withBody ? fullBlock : notModifiedBlock;
            if (known != null && known.ageSeconds == ageSeconds && known.ttlSeconds == ttlSeconds) {
                return known.lines;
            }
            StringBuilder lines = new StringBuilder(512).append(etag);
            headers(withBody).forEach(h -> line(lines, h));
            extra.stream().filter(h -> headers(true).stream().noneMatch(own -> own.getKey().equals(h.getKey())))
                    .forEach(h -> line(lines, h));
            if (ageSeconds >= 0) {
                line(lines, Map.entry("Age", Long.toString(ageSeconds)));
                line(lines, Map.entry("Cache-Status", hit(ttlSeconds)));
            } else {
                line(lines, Map.entry("Date", HttpDate.of(ttlSeconds)));
            }
            Block made = new Block(ageSeconds, ttlSeconds, AsciiString.of(lines));
            if (withBody) {
                fullBlock = made;
            } else {
                notModifiedBlock = made;
            }
            return made.lines;
        }

        private static void line(StringBuilder out, Map.Entry<String, String> header) {
            out.append("\r\n").append(header.getKey()).append(": ").append(header.getValue());
        }
    }

    final HttpResponseStatus status;
    /** The service has it in other forms too, for who asks for them with {@code Accept}. */
    final boolean hasForms;
    private final @Nullable Variant[] variants = new @Nullable Variant[Encoding.values().length];
    private final Variant identity;
    private final long bytes;

    /**
     * @param headers end-to-end headers without {@code ETag}, {@code Content-Length} and {@code Content-Encoding}
     * @param etag the origin's strong tag, or null: then the hash of the bytes
     */
    Answer(int status, List<Map.Entry<String, String>> headers, @Nullable String etag, byte[] body) {
        this.status = HttpResponseStatus.valueOf(status);
        String strong = etag != null && etag.startsWith("\"") && etag.length() > 2 ? etag : '"' + hash(body) + '"';
        String type = headers.stream().filter(h -> h.getKey().equalsIgnoreCase("Content-Type"))
                .map(Map.Entry::getValue).findFirst().orElse("");
        hasForms = headers.stream().filter(h -> h.getKey().equalsIgnoreCase("Vary"))
                .anyMatch(h -> Refill.list(List.of(h.getValue()), true).contains("accept"));
        boolean compressible = COMPRESSIBLE.stream().anyMatch(type::startsWith);
        identity = new Variant(Encoding.IDENTITY, body, strong, headers);
        variants[0] = identity;
        long sum = body.length;
        for (Encoding encoding : List.of(Encoding.GZIP, Encoding.BR)) {
            byte[] coded = compressible ? encoding.encode(body) : null;
            if (coded != null) {
                String tag = strong.substring(0, strong.length() - 1) + encoding.tagSuffix + '"';
                variants[encoding.ordinal()] = new Variant(encoding, coded, tag, headers);
                sum += coded.length;
            }
        }
        // Headers and block are kept as strings and as bytes, for every encoding.
        bytes = sum + 4_096;
    }

    long bytes() {
        return bytes;
    }

    /** @param accepted as from {@link Encoding#accepted} */
    Variant variant(int accepted) {
        for (int i = variants.length - 1; i > 0; i--) {
            Variant variant = variants[i];
            if (variant != null && (accepted & 1 << i) != 0) {
                return variant;
            }
        }
        return identity;
    }

    /** {@code Cache-Status} of an answer from memory (RFC 9211); negative while it is being refreshed. */
    static String hit(long ttlSeconds) {
        return "Tarang; hit; ttl=" + ttlSeconds;
    }

    /** {@code If-None-Match} against one variant: weak comparison of whole tags (RFC 9110 §13.1.2). */
    static boolean matches(@Nullable String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.equals(etag)) {
            return true;
        }
        for (String candidate : ifNoneMatch.split(",", -1)) {
            String tag = candidate.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.startsWith("W/") && tag.substring(2).equals(etag)) {
                return true;
            }
        }
        return false;
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
