/**
 * The radio stream: which song a station, or the platform, plays at an instant, and which five come next.
 * <p>
 * Invariant: at any instant a stream plays one song, the same for whoever asks on whatever replica; a turn lasts from its start for its song's duration, and the
 * next one begins when it ends. What was shown is written down and does not change behind the listener's back; what nobody has seen yet may. It must not know how
 * songs are edited or listed.
 */
@NullMarked
package radio.tarang.program.radio;

import org.jspecify.annotations.NullMarked;
