package radio.tarang.gateway.edge;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

import radio.tarang.gateway.identity.Caller;
import radio.tarang.gateway.identity.Callers;
import radio.tarang.gateway.identity.Connection;

/**
 * One connection, right behind the HTTP codec and in front of reactor-netty. Answers from memory what it can, in order:
 * while an earlier request is with the chain, later ones go there too. Swallows only what it answers.
 * <p>
 * The server reads on demand, so whoever answers last asks for more; this handler does so once its bytes have left, which
 * also keeps a client that does not read from filling memory. Half-closed connections get their answers before they are
 * closed.
 */
final class EdgeHandler extends ChannelDuplexHandler {

    private final long idleNanos;
    private final HitPath hits;
    private final FinishingTouch touch;
    private final Callers callers;
    private final Silence silence;
    private @Nullable Connection connection;
    /** Requests with the chain that have no final answer yet. */
    private int inChain;
    private boolean swallowing;
    private boolean answeredInThisRead;
    private boolean inputClosed;
    private boolean lastAnswerPassed;
    private boolean informational;
    private boolean upgraded;
    private @Nullable ScheduledFuture<?> check;

    EdgeHandler(HitPath hits, FinishingTouch touch, Callers callers, Duration idle) {
        idleNanos = idle.toNanos();
        this.hits = hits;
        this.touch = touch;
        this.callers = callers;
        silence = new Silence(idle, System.nanoTime());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        check = ctx.executor().scheduleAtFixedRate(() -> closeIfDead(ctx), idleNanos / 5, idleNanos / 5,
                TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (check != null) {
            check.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (check != null) {
            check.cancel(false);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof HttpRequest request) {
            silence.broken(System.nanoTime());
            FullHttpResponse answer = inChain == 0 && !lastAnswerPassed ? hits.answer(request, connection(ctx)) : null;
            if (answer != null) {
                Caller caller = connection(ctx).last();
                if (caller.known()) {
                    ctx.channel().attr(Caller.ON_CHANNEL).set(caller);
                }
                swallowing = true;
                answeredInThisRead = true;
                ReferenceCountUtil.release(msg);
                // Head and body are two writes: a promise of their own would cost more than either.
                ctx.write(answer, ctx.voidPromise());
                return;
            }
            inChain++;
        } else if (swallowing) {
            swallowing = !(msg instanceof LastHttpContent);
            ReferenceCountUtil.release(msg);
            return;
        }
        ctx.fireChannelRead(msg);
    }

    private Connection connection(ChannelHandlerContext ctx) {
        Connection known = connection;
        if (known == null) {
            known = callers.connection(ctx.channel().remoteAddress() instanceof InetSocketAddress peer ? peer : null,
                    ctx.pipeline().get(SslHandler.class) != null);
            connection = known;
        }
        return known;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (answeredInThisRead) {
            answeredInThisRead = false;
            ctx.flush();
            ChannelOutboundBuffer owed = ctx.channel().unsafe().outboundBuffer();
            if (inChain == 0 && (owed == null || owed.isEmpty())) {
                ctx.read();
            } else if (inChain == 0) {
                // A client that does not take its answers is not asked for more requests.
                // The server reads by itself once it has answered something on this connection.
                ctx.channel().config().setAutoRead(false);
                ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) done -> ctx.read());
            }
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (upgraded) {
            ctx.write(msg, promise);
            return;
        }
        silence.broken(System.nanoTime());
        Object out = msg;
        if (msg instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            upgraded = response.status().code() == 101;
            if (!informational) {
                out = touch.on(response);
                // reactor-netty closes after this one and drops what was pipelined behind it.
                lastAnswerPassed |= !HttpUtil.isKeepAlive(response);
            }
        }
        if (msg instanceof LastHttpContent && !informational) {
            inChain = Math.max(0, inChain - 1);
            if (inChain == 0) {
                // reactor-netty 1.3.7 asks for no more after a request that waited its turn and was then answered at once.
                ctx.write(out, promise.unvoid()).addListener(
                        inputClosed ? ChannelFutureListener.CLOSE : (ChannelFutureListener) done -> ctx.read());
                return;
            }
        }
        ctx.write(out, promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            if (upgraded || inChain == 0) {
                // Nothing more is owed once what was written has left.
                ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }
        if (event instanceof radio.tarang.gateway.RefusedBytes refused) {
            lastAnswerPassed = true;
            ctx.writeAndFlush(touch.refusal(refused.status()));
            return;
        }
        ctx.fireUserEventTriggered(event);
    }

    private void closeIfDead(ChannelHandlerContext ctx) {
        if (upgraded) {
            return;
        }
        long now = System.nanoTime();
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        long owed = buffer == null || buffer.isEmpty()
                ? 0
                : buffer.totalPendingWriteBytes() - buffer.currentProgress();
        if (silence.untaken(now, owed)) {
            // Not through the handlers: one of them holds a close back until its answer has left.
            ctx.channel().unsafe().close(ctx.newPromise());
        } else if (owed == 0 && silence.tooLong(now, inChain > 0)) {
            ctx.close();
        }
    }
}
