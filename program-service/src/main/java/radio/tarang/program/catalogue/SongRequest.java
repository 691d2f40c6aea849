package radio.tarang.program.catalogue;

import java.util.List;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Findings;
import radio.tarang.program.SongDetails;

/** A song as an editor sends it. @param duration in seconds */
record SongRequest(@Nullable String title, @Nullable String artist, @Nullable String albumArt,
        @Nullable String videoUrl, @Nullable String audioUrl, @Nullable Integer duration,
        @Nullable List<@Nullable String> genre, @Nullable String language, @Nullable Integer releaseYear,
        @Nullable Boolean isActive) {
    SongDetails details(Findings findings) {
        return SongDetails.checked(title, artist, albumArt, videoUrl, audioUrl, duration, genre, language, releaseYear,
                isActive, findings);
    }
}
