/**
 * Tests of the aggregate and its contracts, and the stories told to the running service on real PostgreSQL, Kafka and Keycloak. {@code RunningService}
 * starts it on random ports with a database and topics of its own; nothing here is mocked.
 */
@NullMarked
package radio.tarang.user;

import org.jspecify.annotations.NullMarked;
