@NullMarked
package radio.tarang.notification.security;

import org.jspecify.annotations.NullMarked;
