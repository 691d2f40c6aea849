package radio.tarang.program.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Findings;
import radio.tarang.program.Text;

/** A programme is not lost over its picture, its language tag or a tag: what is wrong with those is left out. */
final class Decorations {
    private static final int MAX_TAGS = 20;

    private interface Check {
        @Nullable
        String apply(String field, @Nullable String raw, Findings findings);
    }

    private Decorations() {
    }

    static @Nullable String language(@Nullable String raw) {
        return kept(Text::language, raw);
    }

    static @Nullable String picture(@Nullable String raw) {
        return kept(Text::secureUrl, raw);
    }

    static List<@Nullable String> tags(List<String> raw) {
        List<@Nullable String> tags = new ArrayList<>();
        for (String text : raw) {
            String tag = kept((field, line, findings) -> Text.line(field, line, 50, findings), text);
            if (tag != null && tags.size() < MAX_TAGS) {
                tags.add(tag);
            }
        }
        return tags;
    }

    /** An id that is none of ours matches nothing, so it need not be looked up. */
    static @Nullable UUID ownId(@Nullable String raw) {
        try {
            return raw == null ? null : UUID.fromString(raw.strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String kept(Check check, @Nullable String raw) {
        Findings findings = new Findings();
        String text = check.apply("", raw, findings);
        return findings.isEmpty() ? text : null;
    }
}
