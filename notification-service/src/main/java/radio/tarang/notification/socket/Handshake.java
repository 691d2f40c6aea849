package radio.tarang.notification.socket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

import radio.tarang.notification.security.Callers;
import radio.tarang.notification.security.SignedIn;
import radio.tarang.notification.socket.Admission.Refusal;
import radio.tarang.notification.socket.Admission.Ticket;

/** Stands right behind the HTTP codec: turns {@code GET /ws} into a socket, whose pipeline then holds nothing else, and lets all else pass. */
final class Handshake extends ChannelDuplexHandler {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;
    private static final int RETRY_SECONDS = 5;

    private final SocketServer server;
    private @Nullable HttpRequest upgrade;
    private int inFlight;
    private boolean deciding;

    Handshake(SocketServer server) {
        this.server = server;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (deciding) {
            // a client waits for the answer to its handshake before it sends anything (RFC 6455, section 4.1)
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        if (message instanceof HttpRequest request && request.decoderResult().isSuccess()
                && path(request.uri()).equals("/ws") && inFlight == 0) {
            upgrade = request;
        }
        if (upgrade == null) {
            if (message instanceof HttpRequest) {
                inFlight++;
            }
            context.fireChannelRead(message);
            return;
        }
        boolean complete = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (complete) {
            HttpRequest request = upgrade;
            upgrade = null;
            answer(context, request);
        } else {
            context.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent) {
            inFlight--;
        }
        context.write(message, promise);
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private void answer(ChannelHandlerContext context, HttpRequest request) {
        String token = PresentedToken.of(request.headers());
        if (token == null) {
            decide(context, request, null, null);
            return;
        }
        deciding = true;
        Thread.ofVirtual().name("feed-token").start(() -> { // it may wait for the issuer's keys
            SignedIn caller = null;
            Refusal refusal = null;
            try {
                caller = server.callers().recognise(token).orElseThrow(Refusal::unauthenticated);
            } catch (Refusal unknown) {
                refusal = unknown;
            } catch (Callers.Unavailable e) {
                refusal = new Refusal(503, "unavailable", "Tokens cannot be checked at the moment.", RETRY_SECONDS);
            }
            SignedIn known = caller;
            Refusal why = refusal;
            context.executor().execute(() -> decide(context, request, known, why));
        });
    }

    private void decide(ChannelHandlerContext context, HttpRequest request, @Nullable SignedIn caller,
            @Nullable Refusal why) {
        deciding = false;
        if (!context.channel().isActive()) {
            return;
        }
        try {
            String key = key(request);
            if (why != null) {
                throw why;
            }
            Ticket ticket = server.admission().admit(request.headers(), context.channel().remoteAddress(),
                    identity(request, caller));
            open(context, request, key, ticket, caller);
        } catch (Refusal refusal) {
            server.meters().refused(refusal.slug);
            context.writeAndFlush(problem(refusal)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private @Nullable String identity(HttpRequest request, @Nullable SignedIn caller) {
        return caller != null
                ? SignIns.user(caller)
                : server.callers().session(request.headers().get("X-Session-Id")).map(session -> "session:" + session)
                        .orElse(null);
    }

    private static String key(HttpRequest request) throws Refusal {
        HttpHeaders headers = request.headers();
        if (!request.method().equals(HttpMethod.GET)) {
            throw new Refusal(405, "method-not-allowed", "A socket is opened with GET.", 0);
        }
        if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || !headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            throw new Refusal(426, "upgrade-required", "This address speaks WebSocket, version 13.", 0);
        }
        String key = headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        try {
            if (key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES) {
                return key.strip();
            }
        } catch (IllegalArgumentException notBase64) {
            // as good as no key
        }
        throw new Refusal(400, "malformed-request", "Sec-WebSocket-Key is not 16 bytes in Base64.", 0);
    }

    private void open(ChannelHandlerContext context, HttpRequest request, String key, Ticket ticket,
            @Nullable SignedIn caller) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept(key));
        if (PresentedToken.bySubprotocol(request.headers())) {
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, PresentedToken.SUBPROTOCOL);
        }
        context.writeAndFlush(response);
        ChannelPipeline pipeline = context.pipeline();
        List<String> http = List.copyOf(pipeline.toMap().keySet());
        server.socket(context.channel(), ticket, caller);
        // Whatever HTTP needed goes: a socket that mostly waits should be little more than its two handlers. The codec goes last, it hands on
        // what it has read already.
        http.stream().filter(name -> !name.equals(NettyPipeline.HttpCodec)).forEach(pipeline::remove);
        pipeline.remove(NettyPipeline.HttpCodec);
        context.channel().config().setAutoRead(true);
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static FullHttpResponse problem(Refusal refusal) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(refusal.status);
        byte[] trace = new byte[16];
        ThreadLocalRandom.current().nextBytes(trace);
        String body = """
                {"type":"https://tarang.radio/problems/%s","title":"%s","status":%d,"detail":"%s","instance":"/ws","traceId":"%s"}"""
                .formatted(refusal.slug, refusal.status == 401 ? "Nobody is signed in" : status.reasonPhrase(),
                        refusal.status,
                        Objects.requireNonNull(refusal.getMessage()), HexFormat.of().formatHex(trace));
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
                Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE).set("X-Content-Type-Options", "nosniff")
                .set("Content-Security-Policy", "frame-ancestors 'none'")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (refusal.retrySeconds > 0) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, refusal.retrySeconds);
        }
        if (refusal.status == 401) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        if (refusal.status == 426) {
            response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        }
        if (refusal.status == 405) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET");
        }
        return response;
    }
}
