package radio.tarang.local.server;

/** The wait between two looks at something outside this process. */
public final class Pause {
    private Pause() {
    }

    /** Returns false, with the interrupt kept, if the caller should give up. */
    public static boolean millis(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
