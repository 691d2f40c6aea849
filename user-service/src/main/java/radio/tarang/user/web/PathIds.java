package radio.tarang.user.web;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import radio.tarang.user.Refusal;

/** Ids as they come in paths and queries: what is no id at all is as unknown as an id nobody has. */
public final class PathIds {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private PathIds() {
    }

    public static UUID known(String raw, Refusal.Reason unknown) {
        return parse(raw).orElseThrow(() -> Refusal.unknown(unknown, raw));
    }

    public static Optional<UUID> parse(String raw) {
        return UUID_TEXT.matcher(raw).matches() ? Optional.of(UUID.fromString(raw)) : Optional.empty();
    }
}
