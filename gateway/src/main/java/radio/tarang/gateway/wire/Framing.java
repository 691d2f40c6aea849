package radio.tarang.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;

/**
 * Where requests begin and end in a stream of bytes, read as strictly as RFC 9112 allows, and more strictly where two
 * parsers are known to differ: line folding, a bare CR or LF, {@code Content-Length} beside {@code Transfer-Encoding} or
 * twice, any coding but {@code chunked}, chunk extensions. Knows framing only; what a request means is the codec's to read.
 */
final class Framing {

    /** No client sends as many; a list of them costs memory in every layer behind. */
    static final int MAX_FIELDS = 100;
    private static final int MAX_CHUNK_DIGITS = 7;
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString TRANSFER_ENCODING = AsciiString.cached("transfer-encoding");
    /** Hixie-76: the codec would take eight more bytes for a body that no length announces. */
    private static final AsciiString HIXIE_KEY = AsciiString.cached("sec-websocket-key1");
    private static final AsciiString HOST = AsciiString.cached("host");
    private static final AsciiString CHUNKED = AsciiString.cached("chunked");
    private static final AsciiString HTTP_1_1 = AsciiString.cached("HTTP/1.1");

    private enum Part {
        START, FIELDS, FIXED, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILERS, REFUSED
    }

    private Part part = Part.START;
    private int status;
    private int fields;
    private boolean chunked;
    private boolean newest;
    private int hosts;
    private long length = -1;
    private long left;

    /** The status to refuse with, once {@link #advance} has said that it refuses. */
    int status() {
        return status;
    }

    /** Between two requests: nothing is begun. */
    boolean idle() {
        return part == Part.START;
    }

    /** A head is begun and not complete. */
    boolean inHead() {
        return part == Part.FIELDS;
    }

    boolean refused() {
        return part == Part.REFUSED;
    }

    /**
     * Reads on as far as the bytes go; what is left between the returned index and the writer's is an unfinished line.
     *
     * @return the index up to which the bytes may be passed on
     */
    int advance(ByteBuf in, int from) {
        int at = from;
        int end = in.writerIndex();
        while (at < end && part != Part.REFUSED) {
            if (part == Part.FIXED || part == Part.CHUNK) {
                long taken = Math.min(left, end - at);
                left -= taken;
                at += (int) taken;
                if (left == 0) {
                    part = part == Part.FIXED ? Part.START : Part.CHUNK_END;
                }
                continue;
            }
            int lf = in.indexOf(at, end, (byte) '\n');
            if (lf < 0) {
                return at;
            }
            if (lf == at || in.getByte(lf - 1) != '\r' || in.indexOf(at, lf - 1, (byte) '\r') >= 0) {
                refuse(400);
                return at;
            }
            line(in, at, lf - 1);
            if (part == Part.REFUSED) {
                return at;
            }
            at = lf + 1;
        }
        return at;
    }

    private void refuse(int with) {
        part = Part.REFUSED;
        status = with;
    }

    private void line(ByteBuf in, int from, int to) {
        switch (part) {
            case START -> start(in, from, to);
            case FIELDS -> field(in, from, to);
            case CHUNK_SIZE -> chunkSize(in, from, to);
            case CHUNK_END -> {
                part = Part.CHUNK_SIZE;
                if (from != to) {
                    refuse(400);
                }
            }
            case TRAILERS -> trailer(in, from, to);
            case FIXED, CHUNK, REFUSED -> throw new IllegalStateException(part.name());
        }
    }

    /** The request line: three words of visible ASCII, one space between them (RFC 9112 §3). Bytes of 128 and more are negative here. */
    private void start(ByteBuf in, int from, int to) {
        if (from == to) {
            // RFC 9112 §2.2: an empty line before a request is ignored. A stream of them is nothing we wait for.
            if (++fields > 2) {
                refuse(400);
            }
            return;
        }
        int spaces = 0;
        for (int i = from; i < to; i++) {
            byte b = in.getByte(i);
            if (b == ' ') {
                spaces++;
            } else if (b <= ' ' || b == 127) {
                refuse(400);
                return;
            }
        }
        if (spaces != 2 || in.getByte(from) == ' ' || in.getByte(to - 1) == ' ') {
            refuse(400);
            return;
        }
        part = Part.FIELDS;
        fields = 0;
        chunked = false;
        length = -1;
        hosts = 0;
        newest = to - from > HTTP_1_1.length() && FieldBytes.same(in, to - HTTP_1_1.length(), to, HTTP_1_1);
    }

    private void field(ByteBuf in, int from, int to) {
        if (from == to) {
            fields = 0;
            if (chunked && (length >= 0 || !newest) || hosts > 1 || newest && hosts == 0) {
                refuse(400);
            } else {
                left = Math.max(0, length);
                part = chunked ? Part.CHUNK_SIZE : left > 0 ? Part.FIXED : Part.START;
            }
            return;
        }
        if (tooManyOrFolded(in, from)) {
            return;
        }
        int first = in.getByte(from) | 0x20;
        if (first == 'c' && FieldBytes.named(in, from, to, CONTENT_LENGTH)) {
            contentLength(in, from + CONTENT_LENGTH.length() + 1, to);
        } else if (first == 't' && FieldBytes.named(in, from, to, TRANSFER_ENCODING)) {
            int value = FieldBytes.skipBlanks(in, from + TRANSFER_ENCODING.length() + 1, to);
            if (chunked || !FieldBytes.same(in, value, FieldBytes.lastVisible(in, value, to), CHUNKED)) {
                refuse(400);
            }
            chunked = true;
        } else if (first == 'h' && FieldBytes.named(in, from, to, HOST)) {
            hosts++;
        } else if (first == 's' && FieldBytes.named(in, from, to, HIXIE_KEY)) {
            refuse(400);
        }
    }

    private boolean tooManyOrFolded(ByteBuf in, int from) {
        byte first = in.getByte(from);
        if (first == ' ' || first == '\t') {
            refuse(400);
        } else if (++fields > MAX_FIELDS) {
            refuse(431);
        }
        return part == Part.REFUSED;
    }

    private void contentLength(ByteBuf in, int from, int to) {
        int at = FieldBytes.skipBlanks(in, from, to);
        int end = FieldBytes.lastVisible(in, at, to);
        long value = 0;
        for (int i = at; i < end && value >= 0; i++) {
            int digit = in.getByte(i) - '0';
            value = digit < 0 || digit > 9 || i - at > 17 ? -1 : value * 10 + digit;
        }
        if (length >= 0 || at == end || value < 0) {
            refuse(400);
        }
        length = value;
    }

    private void chunkSize(ByteBuf in, int from, int to) {
        left = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(in.getByte(i), 16);
            if (digit < 0 || i - from >= MAX_CHUNK_DIGITS) {
                refuse(400);
                return;
            }
            left = left * 16 + digit;
        }
        if (from == to) {
            refuse(400);
        } else {
            part = left == 0 ? Part.TRAILERS : Part.CHUNK;
        }
    }

    private void trailer(ByteBuf in, int from, int to) {
        if (from == to) {
            part = Part.START;
            fields = 0;
        } else {
            tooManyOrFolded(in, from);
        }
    }
}
