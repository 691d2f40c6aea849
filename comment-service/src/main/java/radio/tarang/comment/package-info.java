/**
 * Comments and their moderation. Nothing lives here yet but the application and its health: the module holds the service's place in the build,
 * the platform and the health summary, and answers no other path.
 */
@NullMarked
package radio.tarang.comment;

import org.jspecify.annotations.NullMarked;
