/**
 * How the feed learns and remembers: reads {@code program.events} on every replica without a group, keeps what it knows in PostgreSQL together
 * with the offsets it was read at, and puts what it cannot read aside in the dead-letter topic.
 *
 * <p>Invariant: saved offsets never run ahead of the saved state nor of the dead letters, so a crash at any point repeats work and loses none.
 * PostgreSQL away costs a longer start, Kafka away costs news; neither stops what is being served.
 *
 * <p>Must not know who listens.
 */
@NullMarked
package radio.tarang.notification.intake;

import org.jspecify.annotations.NullMarked;
