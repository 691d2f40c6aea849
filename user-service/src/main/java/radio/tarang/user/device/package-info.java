/**
 * Where somebody is signed in, shown to them alone, and ended by them.
 * <p>
 * Invariant: a sign-in that was ended here is refused from then on by refresh, within seconds by every service, and ends at Keycloak; nobody sees or ends
 * somebody else's. Only coarse addresses are known, and no token.
 */
@NullMarked
package radio.tarang.user.device;

import org.jspecify.annotations.NullMarked;
