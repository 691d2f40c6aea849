/** The realm of deploy/keycloak on a real Keycloak: its reconciler, its tokens, its logins. It is tested here because the servers are here. */
@org.jspecify.annotations.NullMarked
package radio.tarang.local.realm;
