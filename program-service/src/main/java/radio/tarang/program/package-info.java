/**
 * Stations, their programmes, and what is on air. This package holds what every feature shares: the aggregate ({@link Program}) with its guarded verbs, the
 * transition table ({@link ProgramStatus}), the two stores and the facts they publish ({@link ProgramEvent}, {@link StationEvent}).
 * <p>
 * Invariant: a row changes only by saving an event, and the event is in the outbox in the same transaction; its sequence is the row's version.
 * <p>
 * It must not know HTTP, and none of the feature packages below it; those know this package and never one another.
 */
@NullMarked
package radio.tarang.program;

import org.jspecify.annotations.NullMarked;
