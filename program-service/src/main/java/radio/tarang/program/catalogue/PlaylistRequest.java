package radio.tarang.program.catalogue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A playlist as an editor sends it. @param songs ids, in the order they are played */
record PlaylistRequest(@Nullable String title, @Nullable String description, @Nullable String coverImage,
        @Nullable List<@Nullable String> songs, @Nullable Boolean isActive, @Nullable Boolean isFeatured) {
}
