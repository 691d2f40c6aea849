/** What the outbox promises, each promise on a real PostgreSQL and a real Kafka; and its values without either. */
@NullMarked
package radio.tarang.outbox;

import org.jspecify.annotations.NullMarked;
