/**
 * The listings and the clock of program-service over a schedule of the design's size, and at half and a quarter of it: what a statement costs in the
 * database, what a caller waits for without any cache, and whether cost grows no faster than the schedule (P15). The statements are the service's
 * own, taken from PostgreSQL's log with their plans; nothing is repeated here that could come to differ from them.
 */
@NullMarked
package radio.tarang.bench.scale;

import org.jspecify.annotations.NullMarked;
