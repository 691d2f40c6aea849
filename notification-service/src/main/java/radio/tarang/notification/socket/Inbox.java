package radio.tarang.notification.socket;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** Puts a client's fragments together, within bounds, and reads them strictly as UTF-8. */
final class Inbox {
    private final long maxBytes;
    private @Nullable ByteBuf fragments;

    /** What a client did that ends its socket. */
    static final class Violation extends Exception {
        private static final long serialVersionUID = 1;
        final int code;

        Violation(WebSocketCloseStatus status, String reason) {
            super(reason, null, false, false);
            this.code = status.code();
        }
    }

    Inbox(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The message that this frame completes, or null. */
    @Nullable
    String take(WebSocketFrame frame) throws Violation {
        ByteBuf collected = fragments;
        int length = frame.content().readableBytes() + (collected == null ? 0 : collected.readableBytes());
        if (length > maxBytes) {
            throw new Violation(WebSocketCloseStatus.MESSAGE_TOO_BIG, "message too big");
        }
        if (frame.isFinalFragment() && collected == null) {
            return text(frame.content());
        }
        if (collected == null) {
            collected = frame.content().alloc().buffer(length);
            fragments = collected;
        }
        collected.writeBytes(frame.content());
        if (!frame.isFinalFragment()) {
            return null;
        }
        try {
            return text(collected);
        } finally {
            drop();
        }
    }

    private static String text(ByteBuf content) throws Violation {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(content.nioBuffer()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Violation(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "not UTF-8");
        }
    }

    void drop() {
        if (fragments != null) {
            fragments.release();
            fragments = null;
        }
    }
}
