package radio.tarang.gateway.edge;

import java.util.List;
import java.util.Map;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import org.springframework.stereotype.Component;

import radio.tarang.gateway.AnswerHeaders;
import radio.tarang.gateway.Problem;
import radio.tarang.gateway.Trace;

/**
 * The last hand on answers of the chain, the server's own refusals of unreadable requests included: those get a problem
 * as body, and every answer the headers that a hit has.
 */
@Component
class FinishingTouch {

    private static final AsciiString CSP = AsciiString.cached("Content-Security-Policy");
    private static final String NO_FRAMES = "frame-ancestors 'none'";

    /** As bytes already, for every answer has them. */
    private final List<Map.Entry<AsciiString, AsciiString>> security;

    FinishingTouch(AnswerHeaders answerHeaders) {
        security = answerHeaders.security().stream()
                .map(h -> Map.entry(AsciiString.cached(h.getKey()), AsciiString.cached(h.getValue()))).toList();
    }

    HttpResponse on(HttpResponse response) {
        HttpResponse finished = response instanceof FullHttpResponse whole && bareRefusal(whole)
                ? problem(whole)
                : response;
        HttpHeaders headers = finished.headers();
        String policy = headers.get(CSP);
        if (policy != null && !policy.contains(NO_FRAMES)) {
            // Policies add up: the answer keeps its own, and still nobody frames it.
            headers.add(CSP, NO_FRAMES);
        }
        for (Map.Entry<AsciiString, AsciiString> header : security) {
            // A service may have a policy of its own; what a browser must never do is not for it to allow.
            if (policy == null || !header.getKey().equals(CSP)) {
                headers.set(header.getKey(), header.getValue());
            }
        }
        if (!headers.contains(HttpHeaderNames.DATE)) {
            headers.set(HttpHeaderNames.DATE, HttpDate.now());
        }
        if (!headers.contains(AnswerHeaders.REQUEST_ID)) {
            headers.set(AnswerHeaders.REQUEST_ID, Trace.newId());
        }
        return finished;
    }

    /** For bytes that never became a request; the connection ends with it. */
    HttpResponse refusal(int status) {
        FullHttpResponse bare = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        bare.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return on(bare);
    }

    private static boolean bareRefusal(FullHttpResponse response) {
        return response.status().code() >= 400 && !response.content().isReadable()
                && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE)
                && !response.headers().contains(AnswerHeaders.REQUEST_ID);
    }

    private static HttpResponse problem(FullHttpResponse bare) {
        String id = Trace.newId();
        int status = bare.status().code();
        byte[] body = Problem.of(status).json(null, id);
        FullHttpResponse full = new DefaultFullHttpResponse(bare.protocolVersion(), bare.status(),
                Unpooled.wrappedBuffer(body));
        full.headers().set(bare.headers()).set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length).set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(AnswerHeaders.REQUEST_ID, id);
        bare.release();
        return full;
    }
}
