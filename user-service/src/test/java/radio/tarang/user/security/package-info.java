@NullMarked
package radio.tarang.user.security;

import org.jspecify.annotations.NullMarked;
