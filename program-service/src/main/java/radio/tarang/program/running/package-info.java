/**
 * A programme on air runs over: it ends later, and what follows on its station moves ({@code shift}) or loses its beginning ({@code trim}).
 * <p>
 * Invariant: all of it happens or nothing, under the lock of the station, and no two programmes share air time that did not before. What is on air beside it
 * at its old end stays as it is. Its events are one chain, each the cause of the next. It must not know how programmes are planned, generated or started.
 */
@NullMarked
package radio.tarang.program.running;

import org.jspecify.annotations.NullMarked;
