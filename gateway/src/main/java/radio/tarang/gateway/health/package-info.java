/**
 * {@code GET /health}: one page that sums up the platform for people and monitors.
 * <p>
 * Invariant: a request never waits for a service; it reads what the poller saw last.
 * <p>
 * It must not be used for routing: breakers decide that from real calls.
 */
@NullMarked
package radio.tarang.gateway.health;

import org.jspecify.annotations.NullMarked;
