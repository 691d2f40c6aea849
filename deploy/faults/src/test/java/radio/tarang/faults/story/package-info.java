/**
 * One listener's story and one editor's, through the gateway, on the whole platform as it is built: real stores, every service in
 * its own process. Runs last in the build, when the services' jars are there, and knows nothing but the public API.
 */
@NullMarked
package radio.tarang.faults.story;

import org.jspecify.annotations.NullMarked;
