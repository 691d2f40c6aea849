/**
 * A transactional outbox: events appended in a PostgreSQL transaction reach Kafka if and only if it commits.
 *
 * <h2>Scope</h2>
 * Rows to records, nothing else: no domain word, no schema of payloads, no consumer side. {@link radio.tarang.outbox.Outbox}
 * appends, {@link radio.tarang.outbox.OutboxRelay} publishes, {@link radio.tarang.outbox.CloudEvent} writes the headers.
 *
 * <h2>Invariants</h2>
 * <ol>
 * <li><b>Nothing is lost, nothing is made up</b>: a row leaves only in a transaction that commits after Kafka's has. The reverse
 * gap (Kafka has committed, PostgreSQL has not) repeats records; consumers compare {@code ce_sequence}.
 * <li><b>An older state never ends up after a newer one.</b> A key lives in one lane, a lane is sent by id from its lowest
 * row, and any failure starts again from there, so a repeat always runs up to the newest record sent.
 * <li><b>One sender per lane</b>, whatever a former owner believes. The chain is <i>lock, then initialise the producer, then
 * take the rows</i>: each in its own statement of one transaction. Reading before the lock could see rows another replica has since sent
 * (a snapshot is older than the lock it waits for); initialising after reading could let a delayed initialisation fence the
 * rightful owner and then send what had been read before it. With this chain Kafka's producer epochs put all owners in one order,
 * and what a fenced one sends is never committed. Kafka's transaction opens after PostgreSQL's last statement and ends before its
 * commit, so a slow PostgreSQL never keeps one open in front of the consumers.
 * <li><b>A remembered id means nothing</b>: ids commit out of order, so rows are found by being there and deleted one by one.
 * <li><b>One bad record stops nobody</b>: what Kafka can never take moves to {@code outbox_dead}.
 * </ol>
 *
 * <h2>Concurrency</h2>
 * Writers append in parallel; they are in order per key because each holds its aggregate's row lock when its id is drawn. A virtual
 * thread per owned lane; one more listens, another notifies. Which replica owns a lane is decided by session-level advisory locks
 * of the listening connection, in equal shares: a matter of speed only, since ownership is stable and producers stay initialised.
 * Correctness rests on the lane's transaction-level lock and Kafka's fencing alone. The wake-up is sent after the commit: a
 * {@code NOTIFY} within it would make all commits of the database wait for each other's fsync.
 *
 * <h2>Lifecycle</h2>
 * The relay starts before web server and consumers and stops after them. Stopping finishes the batches in hand, gives the lanes
 * back and says so; what is left waits for another replica or the next start. PostgreSQL or Kafka away: it retries every two
 * seconds at most, for ever. All waits on Kafka within a transaction sum up to less than its idle limit.
 *
 * <h2>Dependencies</h2>
 * PostgreSQL, its driver and HikariCP, {@code kafka-clients}, Spring's JDBC and auto-configuration. Micrometer is optional.
 */
@NullMarked
package radio.tarang.outbox;

import org.jspecify.annotations.NullMarked;
