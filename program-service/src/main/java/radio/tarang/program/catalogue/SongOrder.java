package radio.tarang.program.catalogue;

import java.util.Arrays;
import java.util.Locale;

import radio.tarang.program.Refusal;

/** How songs can be listed. Songs that are equal in it stand newest first. */
enum SongOrder {
    POPULAR("plays"), LIKES("likes"), RECENT("");

    private final String counted;

    SongOrder(String counted) {
        this.counted = counted;
    }

    /** The column of the count it goes by; empty if by none. */
    String counted() {
        return counted;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SongOrder ofWord(String word) {
        return Arrays.stream(values()).filter(order -> order.word().equals(word)).findFirst()
                .orElseThrow(() -> Refusal.invalid("sort", "must be popular, recent or likes"));
    }
}
