/**
 * Blocking people.
 * <p>
 * Invariant: between two of whom one blocks the other there is no follow, in neither direction and at no moment: both accounts are locked, in the order of
 * their ids, while a block begins.
 * <p>
 * It must not know what else a block hides; the services that show comments or send notices learn of it by {@code user.blocked}.
 */
@NullMarked
package radio.tarang.user.block;

import org.jspecify.annotations.NullMarked;
