/**
 * The stations: finding them, what is on one of them now, and keeping their list.
 * <p>
 * Invariant: a station's state never changes, and a station with programmes is not deleted. It must not know how programmes are edited or listed.
 */
@NullMarked
package radio.tarang.program.station;

import org.jspecify.annotations.NullMarked;
