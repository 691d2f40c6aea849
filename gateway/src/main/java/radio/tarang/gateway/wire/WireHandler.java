package radio.tarang.gateway.wire;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Attribute;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

import radio.tarang.gateway.RefusedBytes;
import radio.tarang.gateway.identity.Caller;

/**
 * Right behind the codec: pairs every answer with its request, lets a refusal of bytes wait for its turn, and closes a
 * connection whose sender was answered before it had finished in such a way that the answer can be read.
 */
final class WireHandler extends ChannelDuplexHandler {

    private static final int MAX_OPEN = 256;

    private final AccessLog log;
    private final RequestMeter meter;
    private final ConnectionCount connections;
    private final long lingerNanos;
    private final ArrayDeque<AccessLine> open = new ArrayDeque<>(2);
    private @Nullable AccessLine receiving;
    private @Nullable RefusedBytes refusal;
    private @Nullable InetSocketAddress peer;
    private boolean refusing;
    private boolean draining;
    private boolean upgraded;
    private boolean informational;

    WireHandler(AccessLog log, RequestMeter meter, ConnectionCount connections, WireProperties limits) {
        this.connections = connections;
        this.log = log;
        this.meter = meter;
        lingerNanos = limits.linger().toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (draining || refusal != null && !upgraded) {
            ReferenceCountUtil.release(msg);
            return;
        }
        if (msg instanceof HttpRequest request) {
            AccessLine line = new AccessLine(request, peer(ctx));
            open.add(line);
            receiving = line.received ? null : line;
            if (open.size() > MAX_OPEN) {
                // Nobody pipelines as deep; each of them waits in memory.
                ReferenceCountUtil.release(msg);
                open.removeLast();
                refusal = new RefusedBytes(400);
                return;
            }
        }
        if (msg instanceof LastHttpContent last && receiving != null && last.decoderResult().isSuccess()) {
            receiving.received = true;
            receiving = null;
        }
        ctx.fireChannelRead(msg);
    }

    private @Nullable InetSocketAddress peer(ChannelHandlerContext ctx) {
        if (peer == null && ctx.channel().remoteAddress() instanceof InetSocketAddress address) {
            peer = address;
        }
        return peer;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (draining) {
            ctx.read();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof RefusedBytes bytes) {
            if (refusal == null && !draining && !upgraded) {
                refusal = bytes;
                refuseInTurn(ctx);
            }
            return;
        }
        if (event instanceof ChannelInputShutdownEvent && draining) {
            ctx.close();
        }
        ctx.fireUserEventTriggered(event);
    }

    /** When all earlier requests have their answers; the one whose own body is refused never gets another. */
    private void refuseInTurn(ChannelHandlerContext ctx) {
        AccessLine first = open.peek();
        boolean turn = first == null || first == receiving;
        if (refusal == null || refusing || !turn) {
            return;
        }
        refusing = true;
        if (first == null) {
            open.add(AccessLine.ofNoRequest(peer(ctx)));
        } else if (first.answering) {
            // Half an answer has left: a second one would be read as its body.
            ctx.close();
            return;
        }
        ctx.fireUserEventTriggered(refusal);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        AccessLine line = open.peek();
        if (upgraded || line == null || draining) {
            ctx.write(msg, promise);
            return;
        }
        if (msg instanceof HttpResponse response) {
            head(line, response);
            if (upgraded) {
                finish(ctx, line);
                connections.upgraded(ctx.channel());
                ctx.write(msg, promise);
                if (ctx.pipeline().get(WireConfiguration.GUARD) != null) {
                    ctx.pipeline().remove(WireConfiguration.GUARD);
                }
                return;
            }
        }
        line.bytes += msg instanceof ByteBufHolder holder
                ? holder.content().readableBytes()
                : msg instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        if (msg instanceof LastHttpContent && !informational) {
            boolean unread = !line.received;
            finish(ctx, line);
            if (unread || refusing) {
                // From now on: the server closes as soon as it has written, and must not.
                draining = true;
                ctx.write(msg, promise.unvoid()).addListener((ChannelFutureListener) written -> hangUp(ctx));
                return;
            }
            ctx.write(msg, promise);
            refuseInTurn(ctx);
            return;
        }
        ctx.write(msg, promise);
    }

    private void head(AccessLine line, HttpResponse response) {
        informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        upgraded = response.status().code() == 101;
        if (informational && !upgraded) {
            return;
        }
        line.answering = true;
        line.status = response.status().code();
        line.requestId = response.headers().get("X-Request-Id");
        line.cacheStatus = response.headers().get("Cache-Status");
        line.block = line.cacheStatus == null ? response.headers().get("ETag") : null;
        if (!upgraded && !line.received) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private void finish(ChannelHandlerContext ctx, AccessLine line) {
        open.poll();
        Attribute<Caller> known = ctx.channel().attr(Caller.ON_CHANNEL);
        Caller caller = known.get();
        if (caller != null) {
            known.set(null);
        }
        line.over();
        meter.answered(line);
        if (log.on()) {
            line.caller = caller;
            log.write(line);
        }
    }

    /**
     * The server wants to close. While the caller is still sending, closing would reset the connection, and the reset would
     * overtake the answer.
     */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (draining && ctx.channel().isActive()) {
            promise.trySuccess();
            return;
        }
        ctx.close(promise);
    }

    private void hangUp(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive()) {
            return;
        }
        if (ctx.pipeline().get(SslHandler.class) == null && ctx.channel() instanceof DuplexChannel socket) {
            socket.shutdownOutput();
        }
        ctx.executor().schedule(() -> ctx.close(), lingerNanos, TimeUnit.NANOSECONDS);
        ctx.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        AccessLine line = open.peek();
        if (line != null && !upgraded) {
            // Gone before the answer was: 499, as others log it.
            line.status = line.answering ? line.status : 499;
            finish(ctx, line);
        }
        ctx.fireChannelInactive();
    }
}
