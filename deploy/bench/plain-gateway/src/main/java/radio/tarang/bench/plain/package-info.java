/**
 * The peer of the proxy figure: Spring Cloud Gateway with its defaults and one route. Nothing may be added here, or it is no
 * longer what everybody gets.
 */
@NullMarked
package radio.tarang.bench.plain;

import org.jspecify.annotations.NullMarked;
