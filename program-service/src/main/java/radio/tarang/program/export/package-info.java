/**
 * Schedules in the standards of the field: a station's programmes as JSON, iCalendar, XMLTV, JSON-LD, Atom and RadioDNS SPI, for whoever asks.
 * <p>
 * Invariant: the same schedule is the same bytes, and what we export as XMLTV or iCalendar means the very same programmes when it is imported again.
 * <p>
 * It only reads. It must not know how files come in: what it shares with the import are the {@link radio.tarang.program.Marks}.
 */
@NullMarked
package radio.tarang.program.export;

import org.jspecify.annotations.NullMarked;
