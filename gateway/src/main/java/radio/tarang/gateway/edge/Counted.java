package radio.tarang.gateway.edge;

import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.gateway.AnswerHeaders;
import radio.tarang.gateway.Problem;
import radio.tarang.gateway.Trace;
import radio.tarang.gateway.identity.Caller;
import radio.tarang.gateway.limits.Decision;
import radio.tarang.gateway.limits.Limiter;

/** Limits on the hit path: counts what is about to be answered, and refuses there and then, at a hit's price. */
@Component
class Counted {

    private static final AsciiString RATE_LIMIT = AsciiString.cached(Decision.RATE_LIMIT);
    private static final AsciiString POLICY = AsciiString.cached(Decision.POLICY);
    private static final AsciiString REQUEST_ID = AsciiString.cached(AnswerHeaders.REQUEST_ID);

    private final Limiter limiter;
    private final FinishingTouch touch;
    private final AnswerHeaders answerHeaders;

    Counted(Limiter limiter, FinishingTouch touch, AnswerHeaders answerHeaders) {
        this.limiter = limiter;
        this.touch = touch;
        this.answerHeaders = answerHeaders;
    }

    /** @return null where that cannot be decided without waiting; then nothing is counted */
    @Nullable
    Decision call(Caller caller) {
        return limiter.call(caller);
    }

    FullHttpResponse with(Decision decision, FullHttpResponse answer) {
        answer.headers().add(RATE_LIMIT, decision.rateLimit()).add(POLICY, decision.policy());
        return answer;
    }

    FullHttpResponse refusal(Decision decision, HttpRequest request, String requestId) {
        int query = request.uri().indexOf('?');
        byte[] problem = decision.problem().json(query < 0 ? request.uri() : request.uri().substring(0, query),
                Trace.of(request.headers().get("traceparent")).traceId());
        ByteBuf body = request.method() == HttpMethod.HEAD ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(problem);
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.TOO_MANY_REQUESTS, body);
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, problem.length).set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.RETRY_AFTER, decision.retryAfterSeconds()).set(REQUEST_ID, requestId);
        for (Map.Entry<String, String> header : answerHeaders.cors(request.headers().get(HttpHeaderNames.ORIGIN))) {
            answer.headers().add(header.getKey(), header.getValue());
        }
        touch.on(answer);
        return with(decision, answer);
    }
}
