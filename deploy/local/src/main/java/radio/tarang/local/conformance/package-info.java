/**
 * One suite for every service: what all of them promise alike, checked over HTTP against one base URL, from the vectors of
 * {@code docs/contracts/http} and {@code docs/contracts/session}. Services share behaviour by passing it, not by sharing code.
 * <p>
 * Invariant: every check says which service and which vector it is about, what was expected and what came. Which routes there are
 * is read from the service's own OpenAPI document, so a new route is held to the rules from its first day.
 * <p>
 * It must not know any service's code, nor what any route is for beyond {@code idempotency.yaml}.
 */
@NullMarked
package radio.tarang.local.conformance;

import org.jspecify.annotations.NullMarked;
