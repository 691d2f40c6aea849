/**
 * What a person shows of themselves to everybody.
 * <p>
 * Invariant: nothing of Keycloak's (name, e-mail) is ever part of it; only its owner changes it, which the table of routes decides before the body is read;
 * a change is told by {@code user.updated}, so that cached copies go stale.
 * <p>
 * It must not know how follows begin; it reads their counts.
 */
@NullMarked
package radio.tarang.user.profile;

import org.jspecify.annotations.NullMarked;
