@NullMarked
package radio.tarang.user.privacy;

import org.jspecify.annotations.NullMarked;
