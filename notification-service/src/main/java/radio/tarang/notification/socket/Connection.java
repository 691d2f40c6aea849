package radio.tarang.notification.socket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

import radio.tarang.notification.Message;
import radio.tarang.notification.socket.Admission.Ticket;
import radio.tarang.notification.socket.Inbox.Violation;

/** One socket: frames in, bytes out, and the bounds of both. Small, because there are many. */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final int CLOSE_WAIT_SECONDS = 2;
    private static final int MAX_CLOSE_REASON = 123;

    /** Its index among the loop's connections. */
    int place;
    final List<Subscription> subscriptions = new ArrayList<>(1);
    private final Loop loop;
    private final Commands commands;
    private final SocketSettings settings;
    private final Inbox inbox;
    private final Ticket ticket;
    private final Consumer<Ticket> whenClosed;
    @Nullable
    SignIn signIn;
    private @Nullable ChannelHandlerContext context;
    private long lastSerial;
    private long lastHeard = System.nanoTime();
    private long lastWritable = lastHeard;
    private int allowance;
    private int badInARow;
    private boolean touched;
    private boolean behind;
    private boolean closing;

    Connection(Loop loop, Commands commands, SocketSettings settings, Ticket ticket, Consumer<Ticket> whenClosed) {
        this.loop = loop;
        this.commands = commands;
        this.settings = settings;
        this.inbox = new Inbox(settings.maxMessage().toBytes());
        this.ticket = ticket;
        this.whenClosed = whenClosed;
    }

    Loop loop() {
        return loop;
    }

    Ticket ticket() {
        return ticket;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        loop.add(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        closing = true;
        context = null;
        subscriptions.forEach(loop::detach);
        subscriptions.clear();
        inbox.drop();
        loop.remove(this);
        if (signIn != null) {
            signIn.stopTimer();
        }
        whenClosed.accept(ticket);
    }

    boolean isOpen() {
        return !closing;
    }

    // ---- in

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object read) {
        try {
            lastHeard = System.nanoTime();
            if (!closing && read instanceof WebSocketFrame frame) {
                receive(frame);
            }
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        loop.flush();
    }

    private void receive(WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame text -> message(text);
            case ContinuationWebSocketFrame more -> message(more);
            case PingWebSocketFrame ping -> write(Frames.pong(ping.content()));
            case CloseWebSocketFrame close ->
                close(close.statusCode() < 0 ? WebSocketCloseStatus.NORMAL_CLOSURE.code() : close.statusCode(), "");
            case BinaryWebSocketFrame binary -> close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE.code(), "text only");
            default -> {
                // a pong: hearing it was all
            }
        }
    }

    private void message(WebSocketFrame frame) {
        try {
            String text = inbox.take(frame);
            if (text == null) {
                return;
            }
            if (commands.obey(this, text)) {
                badInARow = 0;
            } else if (++badInARow >= settings.maxBadInARow()) {
                close(WebSocketCloseStatus.POLICY_VIOLATION.code(), "too many bad messages");
            }
        } catch (Violation violation) {
            close(violation.code, String.valueOf(violation.getMessage()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext caught, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            close(corrupted.closeStatus().code(), "");
        } else if (cause instanceof IOException) {
            caught.close();
        } else {
            close(WebSocketCloseStatus.INTERNAL_SERVER_ERROR.code(), "");
        }
    }

    // ---- out

    /** An announcement; once, however many subscriptions match. Says whether it was written. */
    boolean announce(long serial, ByteBuf frame) {
        if (serial <= lastSerial || closing) {
            return false;
        }
        lastSerial = serial;
        if (behind) {
            return false;
        }
        if (!writable()) {
            // A burst larger than the buffers: hand over what is there before calling anyone slow.
            flush();
        }
        if (pending() > settings.maxPending().toBytes() + allowance) {
            behind = true;
            return false;
        }
        write(frame.retainedDuplicate());
        return true;
    }

    /** A shared frame that was asked for, however long: it may be pending on top of what is allowed. */
    void give(ByteBuf shared) {
        allowance += shared.readableBytes();
        write(shared.retainedDuplicate());
    }

    void tell(Message message) {
        ByteBuf frame = Frames.text(message);
        allowance += frame.readableBytes();
        write(frame);
    }

    /** The batch is over. */
    void flushBatch() {
        touched = false;
        flush();
    }

    private void write(ByteBuf frame) {
        ChannelHandlerContext to = context;
        if (to == null || closing) {
            frame.release();
            return;
        }
        to.write(frame, to.voidPromise());
        if (!touched) {
            touched = true;
            loop.touch(this);
        }
    }

    private void flush() {
        ChannelHandlerContext to = context;
        if (to != null) {
            to.flush();
        }
    }

    private boolean writable() {
        ChannelHandlerContext to = context;
        return to != null && to.channel().isWritable();
    }

    private long pending() {
        ChannelHandlerContext to = context;
        ChannelOutboundBuffer buffer = to == null ? null : to.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        boolean writable = changed.channel().isWritable();
        lastWritable = System.nanoTime();
        // Who does not read is not read from: its questions cannot pile up answers.
        changed.channel().config().setAutoRead(writable);
        if (writable) {
            allowance = 0;
            if (behind && !closing) {
                behind = false;
                commands.resync(this, "slow-consumer");
                changed.executor().execute(loop::flush);
            }
        }
    }

    /** Looks after a socket that may be dead. */
    void check(long now) {
        ChannelHandlerContext to = context;
        if (to == null || closing) {
            return;
        }
        boolean writable = to.channel().isWritable();
        boolean stuck = !writable && now - lastWritable > settings.stuckTimeout().toNanos();
        boolean silent = writable && now - lastHeard > settings.idleTimeout().toNanos();
        if (stuck || silent) {
            to.close();
        } else if (writable) {
            write(Frames.PING.duplicate());
        }
    }

    /** Says why, then waits a moment for the other side to hang up: closing at once could destroy the frame on its way. */
    void close(int code, String reason) {
        ChannelHandlerContext to = context;
        if (closing || to == null) {
            return;
        }
        ByteBuf frame = Frames.close(code, reason.length() > MAX_CLOSE_REASON ? "" : reason);
        closing = true;
        subscriptions.forEach(loop::detach);
        to.channel().config().setAutoRead(true);
        to.writeAndFlush(frame).addListener((ChannelFutureListener) sent -> {
            if (sent.channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
        to.executor().schedule(() -> to.close(), CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
