/** Keycloak, there and away. */
@NullMarked
package radio.tarang.user.keycloak;

import org.jspecify.annotations.NullMarked;
