/**
 * The demo: stations that exist and a week of programmes composed for them, so that something is on air wherever somebody looks; and songs that exist, in a few
 * playlists. Off unless
 * {@code tarang.demo=true}.
 * <p>
 * Invariant: a day is loaded once and never again, so what an editor changes or deletes stays that way; ids derive from names and times, so two replicas
 * loading the same day write the same programmes.
 * <p>
 * It writes like an import does ({@link radio.tarang.program.BulkPrograms}) and must not know any other feature package.
 */
@NullMarked
package radio.tarang.program.demo;

import org.jspecify.annotations.NullMarked;
