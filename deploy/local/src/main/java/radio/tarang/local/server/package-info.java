/**
 * Servers as processes of the operating system: what it takes to run each of them on this machine (a {@link radio.tarang.local.server.Recipe}) and
 * one way to start, stop, kill and pause any of them ({@link radio.tarang.local.server.ProcessServer}).
 * <p>
 * Invariant: whatever a kill -9 left in a server's folder, the next start brings it up with the data there. All listen on loopback alone. Nothing
 * here knows which servers a platform or a build wants, nor what is stored in them.
 */
@NullMarked
package radio.tarang.local.server;

import org.jspecify.annotations.NullMarked;
