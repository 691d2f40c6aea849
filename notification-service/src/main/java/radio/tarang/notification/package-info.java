/**
 * The feed: what is on air and coming up in every state, and the ordered news of it. {@link radio.tarang.notification.Feed} applies events,
 * remembers the latest in one ring per state, and answers snapshots and cursors.
 *
 * <p>Invariant: a cursor is made of offsets of the topic and nothing else, so it means the same on every replica; whoever resumes from one
 * either gets every later event of the state or is told that it cannot. An older sequence never changes what is known.
 *
 * <p>Knows nothing of Kafka, PostgreSQL or Netty: {@code intake} feeds it, {@code socket} gives it out, and neither knows the other.
 */
@NullMarked
package radio.tarang.notification;

import org.jspecify.annotations.NullMarked;
