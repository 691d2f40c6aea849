@NullMarked
package radio.tarang.program.security;

import org.jspecify.annotations.NullMarked;
