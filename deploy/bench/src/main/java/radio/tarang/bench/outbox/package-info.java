/**
 * P11: events from a PostgreSQL transaction to a committed Kafka record, against what each store does alone on the same machine:
 * a raw producer with acks=all sending the same records, and PostgreSQL inserting and deleting the same rows with nobody in
 * between. The outbox does both, so it can at best be as fast as the slower one. PostgreSQL syncs every commit in all of them.
 */
@NullMarked
package radio.tarang.bench.outbox;

import org.jspecify.annotations.NullMarked;
