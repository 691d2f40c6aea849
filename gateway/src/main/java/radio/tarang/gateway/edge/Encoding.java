package radio.tarang.gateway.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import org.jspecify.annotations.Nullable;

/** The content codings that are kept ready, worst first. */
enum Encoding {

    IDENTITY("identity", ""), GZIP("gzip", "-gz"), BR("br", "-br");

    /** Below this a coding costs more than it saves. */
    private static final int WORTH_IT_BYTES = 256;
    private static final int BROTLI_QUALITY = 5;
    private static final int REMEMBERED = 512;
    private static final Map<String, Integer> ACCEPTED = new ConcurrentHashMap<>();

    final String token;
    /** Ends the entity tag: a strong tag names one sequence of bytes. The part before the first dash is untouched. */
    final String tagSuffix;

    Encoding(String token, String tagSuffix) {
        this.token = token;
        this.tagSuffix = tagSuffix;
    }

    /** @return the bytes in this coding, or null where it does not pay or cannot be had on this machine */
    byte @Nullable [] encode(byte[] plain) {
        if (this == IDENTITY) {
            return plain;
        }
        if (plain.length < WORTH_IT_BYTES) {
            return null;
        }
        try {
            byte[] coded = this == GZIP ? gzip(plain) : brotli(plain);
            return coded != null && coded.length < plain.length * 9 / 10 ? coded : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte @Nullable [] brotli(byte[] plain) throws IOException {
        return Brotli4jLoader.isAvailable()
                ? Encoder.compress(plain, new Encoder.Parameters().setQuality(BROTLI_QUALITY))
                : null;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 8192) {
            {
                def.setLevel(Deflater.DEFAULT_COMPRESSION);
            }
        }) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    /** @return bit set by ordinal of what the {@code Accept-Encoding} value takes; identity is always in it */
    static int accepted(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return 1;
        }
        Integer known = ACCEPTED.get(acceptEncoding);
        if (known != null) {
            return known;
        }
        int parsed = parse(acceptEncoding.toLowerCase(Locale.ROOT));
        if (ACCEPTED.size() < REMEMBERED && acceptEncoding.length() < 128) {
            ACCEPTED.put(acceptEncoding, parsed);
        }
        return parsed;
    }

    private static int parse(String value) {
        int named = 0;
        int taken = 1;
        boolean any = false;
        for (String part : value.split(",", -1)) {
            String[] pieces = part.split(";", -1);
            boolean refused = pieces.length > 1 && pieces[1].strip().matches("q=0(\\.0*)?");
            String token = pieces[0].strip();
            if (token.equals("*")) {
                any = !refused;
            }
            for (Encoding encoding : values()) {
                if (encoding.token.equals(token) || encoding == GZIP && token.equals("x-gzip")) {
                    named |= 1 << encoding.ordinal();
                    taken |= refused ? 0 : 1 << encoding.ordinal();
                }
            }
        }
        return any ? taken | ~named & 0b111 : taken;
    }
}
