/**
 * Tarang on one machine: the commands of {@code ./tarang} and the platform they run.
 * <p>
 * Invariant: a platform is one data folder ({@code TARANG_HOME}); whatever state a power cut left there, {@code up} brings it to work without a
 * manual step, and nothing outside that folder is written. Nothing here knows what a service does, only how it is started and asked for its health.
 */
@NullMarked
package radio.tarang.local;

import org.jspecify.annotations.NullMarked;
