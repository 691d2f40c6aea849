package radio.tarang.program;

import org.jspecify.annotations.Nullable;

/** What a playlist says about itself, apart from its songs. @param active shown; otherwise only editors see it */
public record PlaylistDetails(String title, @Nullable String description, @Nullable String coverImage, boolean active,
        boolean featured) {
    /** The same as it may be stored, with everything that is wrong noted. Use the answer only if nothing was found. */
    public static PlaylistDetails checked(@Nullable String title, @Nullable String description,
            @Nullable String coverImage, @Nullable Boolean active, @Nullable Boolean featured, Findings findings) {
        return new PlaylistDetails(Text.requiredLine("title", title, 255, findings),
                Text.lines("description", description, 1000, findings),
                Text.url("coverImage", coverImage, findings), active == null || active, featured != null && featured);
    }
}
