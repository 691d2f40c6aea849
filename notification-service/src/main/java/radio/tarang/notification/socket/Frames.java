package radio.tarang.notification.socket;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;

import radio.tarang.notification.Message;

/**
 * WebSocket frames (RFC 6455) as ready bytes. From this pooled allocator because its {@code retainedDuplicate} is recycled: a delivery then leaves
 * no garbage.
 */
final class Frames {
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PONG = 0x8A;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int MAX_HEADER = 10;

    static final ByteBuf PING = Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeByte(0x89).writeByte(0))
            .asReadOnly();

    private Frames() {
    }

    static ByteBuf text(Message message) {
        String end = message.end();
        int length = message.body().length + end.length();
        ByteBuf frame = ALLOCATOR.directBuffer(length + MAX_HEADER);
        frame.writeByte(FINAL_TEXT);
        if (length < SHORT) {
            frame.writeByte(length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(SHORT).writeShort(length);
        } else {
            frame.writeByte(LONG).writeLong(length);
        }
        frame.writeBytes(message.body());
        frame.writeCharSequence(end, StandardCharsets.US_ASCII);
        return frame;
    }

    /** @param content of the ping, at most 125 bytes */
    static ByteBuf pong(ByteBuf content) {
        return ALLOCATOR.directBuffer(content.readableBytes() + 2).writeByte(FINAL_PONG)
                .writeByte(content.readableBytes()).writeBytes(content);
    }

    /** @param reason ASCII, at most 123 characters */
    static ByteBuf close(int code, String reason) {
        ByteBuf frame = ALLOCATOR.directBuffer(reason.length() + 4).writeByte(FINAL_CLOSE)
                .writeByte(reason.length() + 2).writeShort(code);
        frame.writeCharSequence(reason, CharsetUtil.US_ASCII);
        return frame;
    }
}
