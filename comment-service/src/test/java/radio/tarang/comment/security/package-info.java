@NullMarked
package radio.tarang.comment.security;

import org.jspecify.annotations.NullMarked;
