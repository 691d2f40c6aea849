/**
 * What this service holds about a person: said on request ({@code /internal/export}), and gone when the person is
 * ({@code user.deleted}, answered by {@code user.erased}).
 * <p>
 * Invariant: whoever was erased is remembered as a hash alone, in the transaction that erases and answers; being told twice
 * erases nothing more and answers again. Nothing here knows who may ask.
 */
@NullMarked
package radio.tarang.program.privacy;

import org.jspecify.annotations.NullMarked;
