/**
 * P4: what it costs to pass a signed-in user's call on, with every filter of ours in the path, against Spring Cloud Gateway as
 * it comes and against nginx. Behind all three stands the same nginx with the same bytes.
 */
@NullMarked
package radio.tarang.bench.proxy;

import org.jspecify.annotations.NullMarked;
