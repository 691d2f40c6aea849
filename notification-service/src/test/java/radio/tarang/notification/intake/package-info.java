/** What the feed learns, puts aside and remembers, on real Kafka and PostgreSQL that are stopped, killed and emptied. */
@NullMarked
package radio.tarang.notification.intake;

import org.jspecify.annotations.NullMarked;
