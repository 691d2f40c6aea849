package radio.tarang.program.catalogue;

import java.util.Arrays;
import java.util.Locale;

import radio.tarang.program.Refusal;

/** How songs can be listed. Songs that are equal in it stand newest first. */
enum SongOrder {
    POPULAR("plays DESC, "), LIKES("likes DESC, "), RECENT("");

    private static final String NEWEST = "s.created_at DESC, s.id DESC";

    private final String first;

    SongOrder(String first) {
        this.first = first;
    }

    String sql() {
        return first + NEWEST;
    }

    static SongOrder ofWord(String word) {
        return Arrays.stream(values()).filter(order -> order.name().toLowerCase(Locale.ROOT).equals(word)).findFirst()
                .orElseThrow(() -> Refusal.invalid("sort", "must be popular, recent or likes"));
    }
}
