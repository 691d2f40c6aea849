/** The suite against servers that behave badly on purpose: a check that cannot fail proves nothing. */
@NullMarked
package radio.tarang.local.conformance;

import org.jspecify.annotations.NullMarked;
