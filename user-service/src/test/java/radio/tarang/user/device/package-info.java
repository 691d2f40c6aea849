/** Where people are signed in, on real servers. */
@NullMarked
package radio.tarang.user.device;

import org.jspecify.annotations.NullMarked;
