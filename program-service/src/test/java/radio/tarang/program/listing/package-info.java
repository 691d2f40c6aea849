/** Rules of the package of the same name that need no server. */
@NullMarked
package radio.tarang.program.listing;

import org.jspecify.annotations.NullMarked;
