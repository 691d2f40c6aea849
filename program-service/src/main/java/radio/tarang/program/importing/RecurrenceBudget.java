package radio.tarang.program.importing;

/** How much work the recurrences of one file may make. Spent means spent: what comes after is refused, and a file of bombs is no more than one. */
final class RecurrenceBudget {
    private long left;

    /** @param candidates that may be computed in all */
    RecurrenceBudget(long candidates) {
        this.left = candidates;
    }

    void spend(long candidates) throws Exceeded {
        if (candidates > left) {
            throw new Exceeded("The recurrences of this file are more work than a file may make.");
        }
        left -= candidates;
    }

    /** A recurrence that is not computed, and why. */
    static final class Exceeded extends Exception {
        private static final long serialVersionUID = 1;

        Exceeded(String message) {
            super(message, null, false, false);
        }
    }
}
