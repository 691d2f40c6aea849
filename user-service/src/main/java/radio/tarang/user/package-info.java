/**
 * People and their devices. This package holds what every feature shares: the aggregate ({@link Account}) with its verbs, the store ({@link Accounts}),
 * and the facts it publishes ({@link AccountEvent}). Name, e-mail, password and roles are Keycloak's.
 * <p>
 * Invariant: a row changes only by saving an event, and the event is in the outbox in the same transaction; its sequence is the row's. No event carries a
 * name, an e-mail or an address.
 * <p>
 * It must not know HTTP or Keycloak, and none of the feature packages below it; those know this package and never one another.
 */
@NullMarked
package radio.tarang.user;

import org.jspecify.annotations.NullMarked;
