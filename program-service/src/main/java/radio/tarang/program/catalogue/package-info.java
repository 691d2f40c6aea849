/**
 * The catalogue: songs and playlists, as listeners find them and as editors keep them.
 * <p>
 * Invariant: listeners see active songs and playlists only, and a playlist never names a song that is not there. What listeners like and play is read from the
 * projection of counter-service's counts and never counted here. It must not know how a radio stream picks songs.
 */
@NullMarked
package radio.tarang.program.catalogue;

import org.jspecify.annotations.NullMarked;
