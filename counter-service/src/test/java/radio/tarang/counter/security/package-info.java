@NullMarked
package radio.tarang.counter.security;

import org.jspecify.annotations.NullMarked;
