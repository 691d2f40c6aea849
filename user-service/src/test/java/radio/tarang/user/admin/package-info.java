@NullMarked
package radio.tarang.user.admin;

import org.jspecify.annotations.NullMarked;
