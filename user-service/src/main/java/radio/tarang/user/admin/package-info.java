/**
 * What administrators do about people: finding them, and changing their roles, states and right to sign in. All of it is Keycloak's; here is who may, and
 * the record of who did.
 * <p>
 * Invariant: a change at Keycloak is audited and ends the person's earlier tokens, also if this service dies between the two; nobody takes the role admin or
 * the sign-in from themselves or from the last administrator.
 * <p>
 * It must not know how tokens are made or refused.
 */
@NullMarked
package radio.tarang.user.admin;

import org.jspecify.annotations.NullMarked;
