package radio.tarang.gateway;

import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * W3C trace context at the edge: a caller's trace goes on, whether it is recorded is for us to say, and what is no valid
 * {@code traceparent} is replaced. The trace id doubles as request id unless the caller brought one.
 */
public record Trace(String traceparent, String traceId) {

    public static final String ATTRIBUTE = "radio.tarang.gateway.trace";
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** The trace that is recorded for this request; else the caller's, or a new one, which nobody behind us need record either. */
    public static Trace current(ServerWebExchange exchange) {
        TraceContext context = ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .map(observed -> (TracingContext) observed.get(TracingContext.class)).map(TracingContext::getSpan)
                .map(Span::context).orElse(TraceContext.NOOP);
        if (context.traceId().isEmpty()) {
            String id = of(exchange.getRequest().getHeaders().getFirst("traceparent")).traceId();
            return new Trace(unrecorded(id), id);
        }
        String flags = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
        return new Trace("00-" + context.traceId() + "-" + context.spanId() + "-" + flags, context.traceId());
    }

    public static Trace of(@Nullable String traceparent) {
        if (traceparent != null && valid(traceparent)) {
            return new Trace(traceparent, traceparent.substring(3, 35));
        }
        String id = newId();
        return new Trace(unrecorded(id), id);
    }

    /** With a parent of our own, as whoever changes the flags must (W3C Trace Context §3.4). */
    private static String unrecorded(String traceId) {
        return "00-" + traceId + "-" + hex(ThreadLocalRandom.current().nextLong() | 1) + "-00";
    }

    public boolean recorded() {
        return traceparent.endsWith("1");
    }

    /** Whether it is the trace that this header speaks of. */
    public boolean continues(@Nullable String traceparent) {
        return traceparent != null && traceparent.startsWith(traceId, 3);
    }

    /** 32 hex digits, never all zero. */
    public static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return hex(random.nextLong()) + hex(random.nextLong() | 1);
    }

    /** A caller's request id is kept when it cannot do harm in a log or a header. */
    public static boolean usableRequestId(@Nullable CharSequence id) {
        if (id == null || id.isEmpty() || id.length() > 64) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_'
                    || c == '.')) {
                return false;
            }
        }
        return true;
    }

    private static boolean valid(String s) {
        return s.length() == 55 && s.startsWith("00-") && s.charAt(35) == '-' && s.charAt(52) == '-'
                && hexAndNotZero(s, 3, 35) && hexAndNotZero(s, 36, 52) && hexDigit(s.charAt(53))
                && hexDigit(s.charAt(54));
    }

    private static boolean hexAndNotZero(String s, int from, int to) {
        boolean nonZero = false;
        for (int i = from; i < to; i++) {
            char c = s.charAt(i);
            if (!hexDigit(c)) {
                return false;
            }
            nonZero |= c != '0';
        }
        return nonZero;
    }

    private static boolean hexDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    private static String hex(long bits) {
        char[] out = new char[16];
        for (int i = 15; i >= 0; i--) {
            out[i] = HEX[(int) bits & 15];
            bits >>>= 4;
        }
        return new String(out);
    }
}
