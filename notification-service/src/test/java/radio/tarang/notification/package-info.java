/** Tests of the feed: its rules without servers, and its promises on real Kafka and PostgreSQL through real sockets. */
@NullMarked
package radio.tarang.notification;

import org.jspecify.annotations.NullMarked;
