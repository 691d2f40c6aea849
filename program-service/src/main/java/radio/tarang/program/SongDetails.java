package radio.tarang.program;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a song says about itself.
 *
 * @param durationEstimated nobody said how long it is; it is played for {@link #ESTIMATED_SECONDS}
 * @param language what it is sung in, where that is known
 * @param active shown and played; otherwise only editors see it
 */
public record SongDetails(String title, String artist, @Nullable String albumArt, @Nullable String videoUrl,
        @Nullable String audioUrl, int durationSeconds, boolean durationEstimated, List<String> genres,
        @Nullable String language, @Nullable Integer releaseYear, boolean active) {
    public static final int ESTIMATED_SECONDS = 240;
    private static final int MAX_SECONDS = 4 * 60 * 60;
    private static final int MIN_YEAR = 1000;
    private static final int MAX_YEAR = 2100;
    private static final int MAX_GENRES = 20;
    private static final int MAX_GENRE_CODE_POINTS = 50;

    public SongDetails {
        genres = List.copyOf(genres);
    }

    /** The same song as it may be stored, with everything that is wrong noted. Use the answer only if nothing was found. */
    public static SongDetails checked(@Nullable String title, @Nullable String artist, @Nullable String albumArt,
            @Nullable String videoUrl, @Nullable String audioUrl, @Nullable Integer seconds,
            @Nullable List<@Nullable String> genres, @Nullable String language, @Nullable Integer releaseYear,
            @Nullable Boolean active, Findings findings) {
        if (seconds != null && (seconds < 1 || seconds > MAX_SECONDS)) {
            findings.add("duration", "must be between 1 and " + MAX_SECONDS + " seconds");
        }
        if (releaseYear != null && (releaseYear < MIN_YEAR || releaseYear > MAX_YEAR)) {
            findings.add("releaseYear", "must be a year between " + MIN_YEAR + " and " + MAX_YEAR);
        }
        return new SongDetails(Text.requiredLine("title", title, 255, findings),
                Text.requiredLine("artist", artist, 255, findings), Text.url("albumArt", albumArt, findings),
                Text.url("videoUrl", videoUrl, findings), Text.url("audioUrl", audioUrl, findings),
                seconds == null ? ESTIMATED_SECONDS : seconds, seconds == null, genres(genres, findings),
                Text.language("language", language, findings), releaseYear, active == null || active);
    }

    /** One id for all spellings of the same title and artist: width, case and spacing make no difference, vowel signs do. */
    public UUID recognisedAs() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((folded(title) + "\n" + folded(artist)).getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.wrap(hash);
            return new UUID(bytes.getLong(), bytes.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Text as it is compared: one form, one case, single spaces. */
    public static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ").strip();
    }

    private static List<String> genres(@Nullable List<@Nullable String> raw, Findings findings) {
        if (raw == null) {
            return List.of();
        }
        if (raw.size() > MAX_GENRES) {
            findings.add("genre", "must be at most " + MAX_GENRES);
            return List.of();
        }
        return raw.stream().map(genre -> Text.requiredLine("genre", genre, MAX_GENRE_CODE_POINTS, findings)).distinct()
                .toList();
    }
}
