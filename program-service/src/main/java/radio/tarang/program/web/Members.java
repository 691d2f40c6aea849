package radio.tarang.program.web;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Refusal;

/** Which members of a list's entries are shown: those asked for by {@code fields} (all if absent), without the heavy ones under {@code Save-Data: on}. */
public final class Members {
    private final Set<String> shown;
    private final boolean all;

    private Members(Set<String> shown, boolean all) {
        this.shown = shown;
        this.all = all;
    }

    public static Members of(Set<String> all, Set<String> heavy, @Nullable String fields, @Nullable String saveData) {
        Set<String> wanted = new LinkedHashSet<>(all);
        if (fields != null && !fields.isBlank()) {
            wanted = new LinkedHashSet<>(Arrays.stream(fields.split(",")).map(String::strip).toList());
            if (!all.containsAll(wanted)) {
                throw Refusal.invalid("fields", "names a member that does not exist");
            }
        }
        if (saveData != null && saveData.strip().equalsIgnoreCase("on")) {
            wanted.removeAll(heavy);
        }
        return new Members(wanted, wanted.containsAll(all));
    }

    public boolean areAll() {
        return all;
    }

    public <T> @Nullable T pick(String member, @Nullable T value) {
        return shown.contains(member) ? value : null;
    }
}
