/**
 * Whether our topic is as the contract says. It is looked at until it was seen to be right; a wrong one keeps the service from being ready, a broker that
 * is away does not: reads and writes go on, and the outbox waits.
 * <p>
 * Invariant: nothing here ever creates or changes a topic. It must not know what is published.
 */
@NullMarked
package radio.tarang.user.topic;

import org.jspecify.annotations.NullMarked;
