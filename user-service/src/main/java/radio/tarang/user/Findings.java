package radio.tarang.user;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with an input, by field, collected so that its author learns everything at once. */
public final class Findings {
    /** One field and what is wrong with it. */
    public record Finding(String field, String message) {
    }

    private final List<Finding> all = new ArrayList<>();

    public void add(String field, String message) {
        all.add(new Finding(field, message));
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public List<Finding> all() {
        return List.copyOf(all);
    }

    /** Refuses the input if anything was found. */
    public void refuseAny() {
        if (!all.isEmpty()) {
            throw Refusal.invalid(all());
        }
    }
}
