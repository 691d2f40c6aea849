/**
 * Tests of the aggregate and its contracts, and the stories told to the running service on real PostgreSQL and Kafka. {@code RunningService} starts it on
 * random ports with a database and topics of its own; nothing here is mocked.
 */
@NullMarked
package radio.tarang.program;

import org.jspecify.annotations.NullMarked;
