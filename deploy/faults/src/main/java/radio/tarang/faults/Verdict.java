package radio.tarang.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a scenario found: every figure it took, and every promise that did not hold. */
public final class Verdict {

    private final List<String> figures = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    public void figure(String text, Object... values) {
        figures.add(String.format(Locale.ROOT, text, values));
    }

    /** A promise; the text says what was expected and what was found. */
    public void expect(boolean held, String text, Object... values) {
        if (!held) {
            broken.add(String.format(Locale.ROOT, text, values));
        }
    }

    public void within(Duration limit, Duration taken, String what) {
        figure("%s %d ms", what, taken.toMillis());
        expect(taken.compareTo(limit) <= 0, "%s took %d ms, the limit is %d ms", what, taken.toMillis(),
                limit.toMillis());
    }

    public boolean passed() {
        return broken.isEmpty();
    }

    public List<String> figures() {
        return List.copyOf(figures);
    }

    public List<String> broken() {
        return List.copyOf(broken);
    }
}
