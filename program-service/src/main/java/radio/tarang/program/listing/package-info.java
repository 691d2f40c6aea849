/**
 * What is on air, what comes and what was: the reads that everybody makes all evening. SQL goes straight to the JSON form, without the aggregate's verbs.
 * <p>
 * Invariant: an answer is never called fresh beyond the next boundary it shows, and a page costs the same however many programmes there are. It must not
 * write, and must not know how programmes come to change.
 */
@NullMarked
package radio.tarang.program.listing;

import org.jspecify.annotations.NullMarked;
