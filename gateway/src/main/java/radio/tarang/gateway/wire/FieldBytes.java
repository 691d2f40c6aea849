package radio.tarang.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;

/** Looks at pieces of a field line where they lie. */
final class FieldBytes {

    private FieldBytes() {
    }

    /** Whether the line begins with that field's name and a colon right behind it. */
    static boolean named(ByteBuf in, int from, int to, AsciiString name) {
        int colon = from + name.length();
        return colon < to && in.getByte(colon) == ':' && same(in, from, colon, name);
    }

    /** Whether that is the piece, in whatever case. */
    static boolean same(ByteBuf in, int from, int to, AsciiString expected) {
        if (to - from != expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (lower(in.getByte(from + i)) != lower(expected.byteAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }

    static int skipBlanks(ByteBuf in, int from, int to) {
        int at = from;
        while (at < to && (in.getByte(at) == ' ' || in.getByte(at) == '\t')) {
            at++;
        }
        return at;
    }

    static int lastVisible(ByteBuf in, int from, int to) {
        int end = to;
        while (end > from && (in.getByte(end - 1) == ' ' || in.getByte(end - 1) == '\t')) {
            end--;
        }
        return end;
    }
}
