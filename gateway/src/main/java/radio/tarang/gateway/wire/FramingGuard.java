package radio.tarang.gateway.wire;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

import radio.tarang.gateway.RefusedBytes;

/**
 * In front of the codec: passes on whole lines and bodies whose framing has one reading, refuses the rest, and bounds the
 * time a head may take. Removed from the connection when it stops being HTTP.
 */
final class FramingGuard extends ChannelInboundHandlerAdapter {

    /** Longer lines go to the codec unread: it says 414 or 431, and reads nothing further. */
    private static final int MAX_LINE = 20 * 1024;

    private final Framing framing = new Framing();
    private final long headerTimeoutNanos;
    private @Nullable ByteBuf unfinished;
    private @Nullable ScheduledFuture<?> timer;
    private boolean overlong;

    FramingGuard(WireProperties limits) {
        headerTimeoutNanos = limits.headerTimeout().toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        expectHead(ctx);
    }

    /** Another protocol from here on, whose first bytes may have come already. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (unfinished != null && ctx.channel().isActive()) {
            ctx.fireChannelRead(unfinished);
            unfinished = null;
        }
        drop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        drop();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (!(msg instanceof ByteBuf read) || overlong) {
            ctx.fireChannelRead(msg);
            return;
        }
        if (framing.refused()) {
            // Kept coming behind what was refused: read away, so that the caller can read the refusal.
            read.release();
            return;
        }
        ByteBuf in = read;
        if (unfinished != null) {
            in = ctx.alloc().buffer(unfinished.readableBytes() + read.readableBytes()).writeBytes(unfinished)
                    .writeBytes(read);
            read.release();
            unfinished.release();
            unfinished = null;
        }
        int passed = framing.advance(in, in.readerIndex());
        int rest = in.writerIndex() - passed;
        watch(ctx, rest > 0);
        if (rest == 0) {
            ctx.fireChannelRead(in);
        } else if (framing.refused()) {
            pass(ctx, in, passed);
            in.release();
            ctx.fireUserEventTriggered(new RefusedBytes(framing.status()));
        } else if (rest > MAX_LINE) {
            overlong = true;
            ctx.fireChannelRead(in);
        } else {
            unfinished = ctx.alloc().buffer(rest).writeBytes(in, passed, rest);
            pass(ctx, in, passed);
            in.release();
        }
    }

    /** The server reads on demand: where all we got was kept here, nobody behind us knows to ask for more. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (unfinished != null || framing.refused()) {
            ctx.read();
        }
        ctx.fireChannelReadComplete();
    }

    private static void pass(ChannelHandlerContext ctx, ByteBuf in, int to) {
        if (to > in.readerIndex()) {
            ctx.fireChannelRead(in.readRetainedSlice(to - in.readerIndex()));
        }
    }

    /** A head that is begun must end in time; one that has ended is watched no longer. */
    private void watch(ChannelHandlerContext ctx, boolean unfinishedLine) {
        boolean begun = framing.inHead() || framing.idle() && unfinishedLine;
        if (begun && timer == null) {
            expectHead(ctx);
        } else if (!begun && timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void expectHead(ChannelHandlerContext ctx) {
        if (headerTimeoutNanos > 0) {
            timer = ctx.executor().schedule(() -> tooSlow(ctx), headerTimeoutNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void tooSlow(ChannelHandlerContext ctx) {
        timer = null;
        if (framing.idle() && unfinished == null) {
            // Not one byte since it connected: there is nothing to answer.
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(new RefusedBytes(408));
        }
    }

    private void drop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (unfinished != null) {
            unfinished.release();
            unfinished = null;
        }
    }
}
