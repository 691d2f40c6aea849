/** What a socket bears and what it refuses. */
@NullMarked
package radio.tarang.notification.socket;

import org.jspecify.annotations.NullMarked;
