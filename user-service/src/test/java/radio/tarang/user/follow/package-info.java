@NullMarked
package radio.tarang.user.follow;

import org.jspecify.annotations.NullMarked;
