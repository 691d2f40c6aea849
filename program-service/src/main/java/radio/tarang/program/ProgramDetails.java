package radio.tarang.program;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a programme says about itself: everything an editor may write that is not its station or its time. */
public record ProgramDetails(String title, @Nullable String description, @Nullable String category,
        @Nullable String hostName,
        @Nullable String hostId, @Nullable String language, @Nullable String imageUrl, List<String> tags,
        @Nullable String externalId) {
    private static final int MAX_TAGS = 20;
    private static final int MAX_TAG_CODE_POINTS = 50;

    public ProgramDetails {
        tags = List.copyOf(tags);
    }

    /**
     * The same details as they may be stored: cleaned as {@link Text} says, with everything that is wrong noted. Use the answer only if nothing was
     * found.
     */
    public static ProgramDetails checked(@Nullable String title, @Nullable String description,
            @Nullable String category,
            @Nullable String hostName, @Nullable String hostId, @Nullable String language, @Nullable String imageUrl,
            @Nullable List<@Nullable String> tags, @Nullable String externalId, Findings findings) {
        return new ProgramDetails(Text.requiredLine("title", title, 255, findings),
                Text.lines("description", description, 1000, findings),
                Text.line("category", category, 100, findings), Text.line("hostName", hostName, 255, findings),
                Text.line("hostId", hostId, 64, findings), Text.language("language", language, findings),
                Text.secureUrl("imageUrl", imageUrl, findings), tags(tags, findings),
                Text.line("externalId", externalId, 255, findings));
    }

    private static List<String> tags(@Nullable List<@Nullable String> raw, Findings findings) {
        if (raw == null) {
            return List.of();
        }
        if (raw.size() > MAX_TAGS) {
            findings.add("tags", "must be at most " + MAX_TAGS);
            return List.of();
        }
        return raw.stream().map(tag -> Text.requiredLine("tags", tag, MAX_TAG_CODE_POINTS, findings)).distinct()
                .toList();
    }
}
