/**
 * How features read {@code interaction.events}: committed records only, from the first on, each by its own group.
 * <p>
 * Invariant: what cannot be read goes to the feature's dead-letter topic with its bytes intact, and anything else is tried again until it works, so that
 * a database that is away loses nothing. It must not know what the events mean.
 */
@NullMarked
package radio.tarang.program.intake;

import org.jspecify.annotations.NullMarked;
