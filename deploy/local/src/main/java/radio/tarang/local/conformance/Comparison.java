package radio.tarang.local.conformance;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Compares for one vector of one service. */
record Comparison(String service, String vector) {
    private static final int SHOWN = 400;

    void same(String what, @Nullable Object expected, @Nullable Object got) {
        holds(Objects.equals(expected, got), what + " " + expected, String.valueOf(got));
    }

    void holds(boolean so, String expected, Object got) {
        if (!so) {
            String text = String.valueOf(got);
            throw new Violation(service, vector, expected,
                    text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
        }
    }
}
