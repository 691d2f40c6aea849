/**
 * Checks of the repository itself: that what its documents point at exists. Knows files and nothing of what they mean.
 */
@NullMarked
package radio.tarang.local.repository;

import org.jspecify.annotations.NullMarked;
