package radio.tarang.program.importing;

/** The file cannot be read any further. The message is written for whoever sent it. */
final class Unreadable extends Exception {
    private final int line;

    Unreadable(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    int line() {
        return line;
    }
}
