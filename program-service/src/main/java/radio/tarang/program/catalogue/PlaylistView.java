package radio.tarang.program.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.Playlist;
import radio.tarang.program.PlaylistDetails;
import radio.tarang.program.web.SongView;

/**
 * A playlist as answers show it. Absent members are left out.
 *
 * @param songs left out in lists
 * @param songCount the songs that are shown
 */
@JsonInclude(Include.NON_NULL)
record PlaylistView(UUID id, String title, @Nullable String description, @Nullable String coverImage,
        @Nullable List<SongView> songs, int songCount, boolean isActive, boolean isFeatured, long likes, long views,
        Instant createdAt, Instant updatedAt, long version) {
    static PlaylistView of(Playlist playlist, @Nullable List<SongView> songs, int songCount, long likes, long views) {
        PlaylistDetails d = playlist.details();
        return new PlaylistView(playlist.id(), d.title(), d.description(), d.coverImage(), songs, songCount,
                d.active(), d.featured(), likes, views, playlist.createdAt(), playlist.updatedAt(),
                playlist.version());
    }

    PlaylistView with(List<SongView> itsSongs) {
        return new PlaylistView(id, title, description, coverImage, itsSongs, itsSongs.size(), isActive, isFeatured,
                likes, views, createdAt, updatedAt, version);
    }
}
