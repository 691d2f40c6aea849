/**
 * Who changed what, when and from where, with what it was before and is now: written in the transaction of the change, kept for good. Whoever is
 * erased loses name and address in it, nothing else ever changes.
 * <p>
 * Invariant: no use case of an editor commits without its entry. It knows who asks and nothing of what is changed: both states are handed to it.
 */
@NullMarked
package radio.tarang.program.audit;

import org.jspecify.annotations.NullMarked;
