/**
 * The topics of {@code docs/contracts/topics.yaml} and how they come to be on a broker.
 * <p>
 * Invariant: the file is the only list; whatever exists has the partitions and settings it names. Nothing here knows what a topic is for.
 */
@NullMarked
package radio.tarang.local.topic;

import org.jspecify.annotations.NullMarked;
