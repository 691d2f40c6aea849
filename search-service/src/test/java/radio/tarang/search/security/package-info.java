@NullMarked
package radio.tarang.search.security;

import org.jspecify.annotations.NullMarked;
