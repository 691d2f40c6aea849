/** Rules of the package of the same name that need no server. */
@NullMarked
package radio.tarang.program.web;

import org.jspecify.annotations.NullMarked;
