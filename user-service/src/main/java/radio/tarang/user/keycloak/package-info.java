/**
 * Keycloak, as this service needs it: grants of tokens on behalf of our clients, and the people of the realm. Plain HTTP with short time limits, behind
 * the breaker and the bulkhead {@code keycloak}.
 * <p>
 * Invariant: a refusal is an answer and never counts as a failure; silence is {@link radio.tarang.user.Away} within two seconds and nothing waits
 * longer. No password and no token is ever logged or part of a message. What has to end at Keycloak ends there sooner or later, also when it is away now.
 * <p>
 * It must not know any feature, nor what our routes are.
 */
@NullMarked
package radio.tarang.user.keycloak;

import org.jspecify.annotations.NullMarked;
