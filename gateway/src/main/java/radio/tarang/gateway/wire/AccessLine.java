package radio.tarang.gateway.wire;

import java.net.InetSocketAddress;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

import radio.tarang.gateway.identity.Caller;

/** One request and its answer as they pass; written down when the answer has left. */
final class AccessLine {

    final String method;
    final String target;
    final @Nullable InetSocketAddress peer;
    final @Nullable String traceparent;
    final long atMillis = System.currentTimeMillis();
    private final long fromNanos = System.nanoTime();
    int status;
    long bytes;
    long micros;
    /** The whole of the request has been read. */
    boolean received;
    boolean answering;
    @Nullable
    String cacheStatus;
    /** A hit's headers are one block under its tag: read by who writes the line, not by who answers. */
    @Nullable
    String block;
    @Nullable
    String requestId;
    @Nullable
    Caller caller;

    AccessLine(HttpRequest request, @Nullable InetSocketAddress peer) {
        boolean readable = request.decoderResult().isSuccess();
        method = readable ? request.method().name() : "-";
        target = readable ? request.uri() : "-";
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        received = readable && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && (length == null || length.equals("0"));
        traceparent = request.headers().get("traceparent");
        this.peer = peer;
    }

    private AccessLine(@Nullable InetSocketAddress peer) {
        method = "-";
        target = "-";
        traceparent = null;
        this.peer = peer;
    }

    /** Of bytes that never became a request. */
    static AccessLine ofNoRequest(@Nullable InetSocketAddress peer) {
        return new AccessLine(peer);
    }

    void over() {
        micros = (System.nanoTime() - fromNanos) / 1_000;
    }
}
