package radio.tarang.gateway.edge;

import java.util.List;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.gateway.AnswerHeaders;
import radio.tarang.gateway.Hosts;
import radio.tarang.gateway.Trace;
import radio.tarang.gateway.identity.Caller;
import radio.tarang.gateway.identity.Connection;
import radio.tarang.gateway.limits.Decision;

/** Answers a request from memory, or says that it cannot: then the ordinary chain does. Runs on the event loop. */
@Component
class HitPath {

    private static final AsciiString ACCEPT = AsciiString.cached("Accept");
    private static final AsciiString SAVE_DATA = AsciiString.cached("Save-Data");
    private static final AsciiString REQUEST_ID = AsciiString.cached(AnswerHeaders.REQUEST_ID);
    private static final AsciiString TRACEPARENT = AsciiString.cached("traceparent");
    private static final AsciiString ETAG = AsciiString.cached("ETag");
    /** Any of these asks for more than the handler knows. */
    private static final List<AsciiString> NOT_HERE = List.of(HttpHeaderNames.RANGE,
            HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderNames.UPGRADE, HttpHeaderNames.EXPECT,
            HttpHeaderNames.IF_MATCH, HttpHeaderNames.IF_UNMODIFIED_SINCE,
            HttpHeaderNames.IF_RANGE);

    private final EdgeCache cache;
    private final Refill refill;
    private final Pages pages;
    private final AnswerHeaders answerHeaders;
    private final Hosts hosts;
    private final Counted counted;

    HitPath(EdgeCache cache, Refill refill, Pages pages, AnswerHeaders answerHeaders, Hosts hosts,
            Counted counted) {
        this.cache = cache;
        this.refill = refill;
        this.pages = pages;
        this.answerHeaders = answerHeaders;
        this.hosts = hosts;
        this.counted = counted;
    }

    /** @return the answer, or null where it is not ours to give */
    @Nullable
    FullHttpResponse answer(HttpRequest request, Connection from) {
        HttpMethod method = request.method();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD || !request.decoderResult().isSuccess()
                || request.protocolVersion() != HttpVersion.HTTP_1_1) {
            return null;
        }
        HttpHeaders asked = request.headers();
        for (int i = 0; i < NOT_HERE.size(); i++) {
            if (asked.contains(NOT_HERE.get(i))) {
                return null;
            }
        }
        String length = asked.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null && !length.equals("0")) {
            return null;
        }
        String connection = asked.get(HttpHeaderNames.CONNECTION);
        if (connection != null && !connection.equalsIgnoreCase("keep-alive")
                || !hosts.allows(asked.get(HttpHeaderNames.HOST))) {
            return null;
        }
        String uri = request.uri();
        return uri.startsWith("/api/") ? kept(request, asked, uri, from) : page(request, asked, uri, from);
    }

    private @Nullable FullHttpResponse kept(HttpRequest request, HttpHeaders asked, String uri, Connection from) {
        String target = Target.canonical(uri, cache.settings().queryParameters());
        if (target == null || !EdgeFilter.acceptable(asked.get(ACCEPT))) {
            return null;
        }
        Slot slot = cache.find(target, EdgeFilter.saveData(asked.get(SAVE_DATA)));
        if (slot == null) {
            return null;
        }
        Stored stored = slot.stored;
        long now = cache.nowMillis();
        // Only where something is kept: whoever goes on to the chain is identified there.
        Caller caller = stored == null ? null : from.identify(asked);
        if (stored == null || caller == null || stored.perCaller && caller.known()
                || stored.answer.hasForms && EdgeFilter.weighs(asked.get(ACCEPT))) {
            return null;
        }
        boolean fresh = cache.fresh(stored, now);
        if (!fresh && !cache.servableWhileRevalidating(slot, stored, now)) {
            return null;
        }
        // Counted only where this is the answer: whatever goes on to the chain, undecided limits too, is counted there.
        Decision decision = counted.call(caller);
        if (decision == null) {
            return null;
        }
        if (!decision.admitted()) {
            return counted.refusal(decision, request, requestId(asked));
        }
        if (!fresh) {
            refill.soon(slot);
        }
        slot.usedAtMillis = now;
        cache.hits.increment();
        return counted.with(decision,
                ready(request, asked, stored.answer, stored.ageSeconds(now), cache.ttlSeconds(stored, now)));
    }

    private @Nullable FullHttpResponse page(HttpRequest request, HttpHeaders asked, String uri, Connection from) {
        Answer page = pages.find(uri);
        return page == null || from.identify(asked) == null
                ? null
                : ready(request, asked, page, -1, HttpDate.epochSecond());
    }

    private FullHttpResponse ready(HttpRequest request, HttpHeaders asked, Answer answer, long ageSeconds, long ttl) {
        Answer.Variant variant = answer.variant(Encoding.accepted(all(asked, HttpHeaderNames.ACCEPT_ENCODING)));
        boolean notModified = answer.status == HttpResponseStatus.OK
                && Answer.matches(all(asked, HttpHeaderNames.IF_NONE_MATCH), variant.etag);
        // Without validation: the block under ETag is many lines, made by us from validated fields.
        HttpHeaders headers = new DefaultHttpHeaders(false);
        headers.add(ETAG, variant.block(!notModified, answerHeaders.security(), ageSeconds, ttl));
        String requestId = requestId(asked);
        headers.add(REQUEST_ID, requestId);
        if (answerHeaders.sharesAcrossOrigins()) {
            for (Map.Entry<String, String> header : answerHeaders.cors(asked.get(HttpHeaderNames.ORIGIN))) {
                headers.add(header.getKey(), header.getValue());
            }
        }
        HttpResponseStatus status = notModified ? HttpResponseStatus.NOT_MODIFIED : answer.status;
        ByteBuf body = notModified || request.method() == HttpMethod.HEAD
                ? Unpooled.EMPTY_BUFFER
                : variant.body.duplicate();
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body, headers, EmptyHttpHeaders.INSTANCE);
    }

    private static String requestId(HttpHeaders asked) {
        String offered = asked.get(REQUEST_ID);
        if (offered != null && Trace.usableRequestId(offered)) {
            return offered;
        }
        String traceparent = asked.get(TRACEPARENT);
        return traceparent == null ? Trace.newId() : Trace.of(traceparent).traceId();
    }

    /** Several fields of one name are one list; hardly ever more than one is there. */
    private static @Nullable String all(HttpHeaders headers, AsciiString name) {
        String first = headers.get(name);
        if (first == null) {
            return null;
        }
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? first : String.join(",", values);
    }
}
