/**
 * Which of the framework's observations (Micrometer, OpenTelemetry) become spans and metrics.
 * <p>
 * Invariant: a span belongs to the trace of a request or of an event; rounds that nobody asked for begin none. Knows
 * nothing of searches.
 */
@NullMarked
package radio.tarang.search.observation;

import org.jspecify.annotations.NullMarked;
