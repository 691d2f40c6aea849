package radio.tarang.gateway.edge;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
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

    private record Second(long epochSecond, String text) {
    }

    private final AnswerHeaders answerHeaders;
    private volatile Second now = new Second(0, "");

    FinishingTouch(AnswerHeaders answerHeaders) {
        this.answerHeaders = answerHeaders;
    }

    HttpResponse on(HttpResponse response) {
        HttpResponse finished = response instanceof FullHttpResponse whole && bareRefusal(whole)
                ? problem(whole)
                : response;
        HttpHeaders headers = finished.headers();
        for (Map.Entry<String, String> header : answerHeaders.security()) {
            if (!headers.contains(header.getKey())) {
                headers.set(header.getKey(), header.getValue());
            }
        }
        if (!headers.contains(HttpHeaderNames.DATE)) {
            headers.set(HttpHeaderNames.DATE, date());
        }
        if (!headers.contains(AnswerHeaders.REQUEST_ID)) {
            headers.set(AnswerHeaders.REQUEST_ID, Trace.newId());
        }
        return finished;
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

    private String date() {
        long second = System.currentTimeMillis() / 1000;
        Second known = now;
        if (known.epochSecond != second) {
            known = new Second(second, DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
            now = known;
        }
        return known.text;
    }
}
