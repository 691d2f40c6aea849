/**
 * What a person wants: their state, languages, quiet hours, ways to be told things, and what they consent to.
 * <p>
 * Invariant: whatever is stored was checked here; consent is never given or withdrawn by leaving it out, and its time is ours.
 * <p>
 * It must not know who acts on preferences: every service learns of them by {@code user.updated}.
 */
@NullMarked
package radio.tarang.user.preference;

import org.jspecify.annotations.NullMarked;
