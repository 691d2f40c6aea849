/**
 * The realm of Tarang's accounts, described in the resources of this package and brought about through Keycloak's admin API: once or a hundred times,
 * on an empty Keycloak or on a drifted one.
 * <p>
 * Invariant: a run on a realm that is as described changes nothing; what is not described, users above all, is left alone. No secret is printed, and
 * none has a default. Knows Keycloak's admin API and nothing of who starts Keycloak or this.
 */
@NullMarked
package radio.tarang.keycloak;

import org.jspecify.annotations.NullMarked;
