package radio.tarang.program;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/** How the database says what the API says with null: IN stands for the whole country, so that the column has a value in every index. */
public final class Area {
    public static final String NATIONAL = "IN";

    private Area() {
    }

    public static String of(@Nullable String stateId) {
        return stateId == null ? NATIONAL : stateId;
    }

    public static @Nullable String stateId(String area) {
        return area.equals(NATIONAL) ? null : area;
    }

    /** The driver takes instants only with an offset. */
    public static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
