package radio.tarang.program.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.Song;
import radio.tarang.program.SongDetails;
import radio.tarang.program.Songs;

/**
 * A song as every answer shows it. Absent members are left out; {@code isLikedByUser} is null where nobody here can know, which is why it is an Optional:
 * empty is written as null, null is left out.
 *
 * @param duration in seconds
 */
@JsonInclude(Include.NON_NULL)
public record SongView(@Nullable UUID id, @Nullable String title, @Nullable String artist, @Nullable String albumArt,
        @Nullable String videoUrl, @Nullable String audioUrl, @Nullable Integer duration,
        @Nullable Boolean durationEstimated, @Nullable List<String> genre, @Nullable String language,
        @Nullable Integer releaseYear, @Nullable Boolean isActive, @Nullable Long likes, @Nullable Long plays,
        @Nullable Optional<Boolean> isLikedByUser, @Nullable Instant createdAt, @Nullable Instant updatedAt,
        @Nullable Long version) {
    private static final Set<String> MEMBERS = Set.of("id", "title", "artist", "albumArt", "videoUrl", "audioUrl",
            "duration", "durationEstimated", "genre", "language", "releaseYear", "isActive", "likes", "plays",
            "isLikedByUser", "createdAt", "updatedAt", "version");
    private static final Set<String> HEAVY = Set.of("albumArt");

    /** The song by itself, as its editors write it: without what listeners did with it. */
    public static SongView of(Song song) {
        return of(song, null, null, null);
    }

    /** From the columns of {@code song}, {@code likes} and {@code plays}. @param liked whether its reader likes it; null to leave that out */
    public static SongView of(ResultSet row, int number, @Nullable Optional<Boolean> liked) throws SQLException {
        return of(Objects.requireNonNull(Songs.ROW.mapRow(row, number)), row.getLong("likes"), row.getLong("plays"),
                liked);
    }

    private static SongView of(Song song, @Nullable Long likes, @Nullable Long plays,
            @Nullable Optional<Boolean> liked) {
        SongDetails d = song.details();
        return new SongView(song.id(), d.title(), d.artist(), d.albumArt(), d.videoUrl(), d.audioUrl(),
                d.durationSeconds(), d.durationEstimated(), d.genres(), d.language(), d.releaseYear(), d.active(),
                likes,
                plays, liked, song.createdAt(), song.updatedAt(), song.version());
    }

    /** The version of a complete view. */
    public long knownVersion() {
        return Objects.requireNonNull(version);
    }

    /** The members of a list's entries asked for. */
    public static Members members(@Nullable String fields, @Nullable String saveData) {
        return Members.of(MEMBERS, HEAVY, fields, saveData);
    }

    public SongView only(Members wanted) {
        return wanted.areAll()
                ? this
                : new SongView(wanted.pick("id", id), wanted.pick("title", title), wanted.pick("artist", artist),
                        wanted.pick("albumArt", albumArt), wanted.pick("videoUrl", videoUrl),
                        wanted.pick("audioUrl", audioUrl), wanted.pick("duration", duration),
                        wanted.pick("durationEstimated", durationEstimated), wanted.pick("genre", genre),
                        wanted.pick("language", language), wanted.pick("releaseYear", releaseYear),
                        wanted.pick("isActive", isActive), wanted.pick("likes", likes), wanted.pick("plays", plays),
                        wanted.pick("isLikedByUser", isLikedByUser), wanted.pick("createdAt", createdAt),
                        wanted.pick("updatedAt", updatedAt), wanted.pick("version", version));
    }
}
