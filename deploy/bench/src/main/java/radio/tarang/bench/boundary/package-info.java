/**
 * From a programme's boundary to everybody who should know: the commit in the database, the listing through the gateway, and a
 * WebSocket client. A programme is created to start three seconds later and to end four seconds after that, as an editor in a
 * hurry would; all watchers and the services share one machine and one clock. The platform is started as ./tarang up does it.
 */
@NullMarked
package radio.tarang.bench.boundary;

import org.jspecify.annotations.NullMarked;
