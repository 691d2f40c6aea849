/**
 * Real servers for integration tests, one set per build. {@link radio.tarang.local.test.TestServers} is all that tests see; it speaks to a daemon of
 * the build, which owns every server and ends with the build.
 * <p>
 * Invariant: when the Maven process is gone, so are its servers and their data, however it ended; two builds share nothing. What tests see needs no
 * library but the JDK. Nothing here knows the platform's services.
 */
@NullMarked
package radio.tarang.local.test;

import org.jspecify.annotations.NullMarked;
