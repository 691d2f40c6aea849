package radio.tarang.keycloak;

import java.util.function.Consumer;

/** Counts what a run changed and says each change in a line, without values. */
final class Changes {
    private final Consumer<String> line;
    private int count;

    Changes(Consumer<String> line) {
        this.line = line;
    }

    void made(String what) {
        count++;
        line.accept("  " + what);
    }

    int count() {
        return count;
    }
}
