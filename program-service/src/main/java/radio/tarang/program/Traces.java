package radio.tarang.program;

/** Where the current W3C trace context is kept, so that events carry on the trace of the request that caused them. */
public final class Traces {
    /** Key in the logging context; set by whoever received the cause. */
    public static final String MDC_TRACEPARENT = "traceparent";

    private Traces() {
    }
}
