/**
 * P1, P2 and P3: what is on air in a state, answered by the gateway from its edge cache, against nginx answering the same bytes
 * under the same headers from a file, and nginx proxying those. Both sides run on core 0 and the load on core 1, so that neither
 * takes time from the other. The gateway is an ordinary one with its ordinary chain; only its access log is off, as nginx's is.
 */
@NullMarked
package radio.tarang.bench.listing;

import org.jspecify.annotations.NullMarked;
