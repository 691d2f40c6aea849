/**
 * What counter-service counted of songs and playlists, kept here so that lists can be sorted by it: the event {@code counters.updated} of
 * {@code interaction.events}.
 * <p>
 * Invariant: counts are absolute, and one with an older sequence never replaces a newer one, however often and in whatever order they come. It must not know
 * who reads the table.
 */
@NullMarked
package radio.tarang.program.counters;

import org.jspecify.annotations.NullMarked;
