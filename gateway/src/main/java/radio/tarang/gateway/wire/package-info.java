/**
 * One connection as bytes and messages, before anything reads a request: framing, time limits, connection counts, and how a
 * connection ends.
 * <p>
 * Invariant: bytes that two HTTP parsers could frame differently reach no parser; a refusal is sent in its turn, and the
 * caller can read it before the connection closes; nobody holds a connection without sending what they began.
 * <p>
 * It must not know paths, callers or answers' meaning.
 */
@NullMarked
package radio.tarang.gateway.wire;

import org.jspecify.annotations.NullMarked;
