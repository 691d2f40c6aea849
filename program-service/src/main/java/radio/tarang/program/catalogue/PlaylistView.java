package radio.tarang.program.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.ProgramRow;
import radio.tarang.program.web.Members;
import radio.tarang.program.web.SongView;

/**
 * A playlist as answers show it. Absent members are left out.
 *
 * @param songs left out in lists
 * @param songCount the songs that are shown
 */
@JsonInclude(Include.NON_NULL)
record PlaylistView(@Nullable UUID id, @Nullable String title, @Nullable String description,
        @Nullable String coverImage, @Nullable List<SongView> songs, @Nullable Integer songCount,
        @Nullable Boolean isActive, @Nullable Boolean isFeatured, @Nullable Long likes, @Nullable Long views,
        @Nullable Instant createdAt, @Nullable Instant updatedAt, @Nullable Long version) {
    /** Those of a list. */
    private static final Set<String> MEMBERS = Set.of("id", "title", "description", "coverImage", "songCount",
            "isActive", "isFeatured", "likes", "views", "createdAt", "updatedAt", "version");
    private static final Set<String> HEAVY = Set.of("description", "coverImage");

    /** From the columns of {@code playlist}, {@code song_count}, {@code likes} and {@code views}. */
    static PlaylistView of(ResultSet row, int number) throws SQLException {
        return new PlaylistView(row.getObject("id", UUID.class), row.getString("title"), row.getString("description"),
                row.getString("cover_image"), null, row.getInt("song_count"), row.getBoolean("active"),
                row.getBoolean("featured"), row.getLong("likes"), row.getLong("views"),
                ProgramRow.required(row, "created_at"), ProgramRow.required(row, "updated_at"),
                row.getLong("version"));
    }

    PlaylistView with(List<SongView> itsSongs) {
        return new PlaylistView(id, title, description, coverImage, itsSongs, itsSongs.size(), isActive, isFeatured,
                likes, views, createdAt, updatedAt, version);
    }

    /** The version of a complete view. */
    long knownVersion() {
        return Objects.requireNonNull(version);
    }

    /** The members of a list's entries asked for. */
    static Members members(@Nullable String fields, @Nullable String saveData) {
        return Members.of(MEMBERS, HEAVY, fields, saveData);
    }

    PlaylistView only(Members wanted) {
        return new PlaylistView(wanted.pick("id", id), wanted.pick("title", title),
                wanted.pick("description", description), wanted.pick("coverImage", coverImage), songs,
                wanted.pick("songCount", songCount), wanted.pick("isActive", isActive),
                wanted.pick("isFeatured", isFeatured), wanted.pick("likes", likes), wanted.pick("views", views),
                wanted.pick("createdAt", createdAt), wanted.pick("updatedAt", updatedAt),
                wanted.pick("version", version));
    }
}
