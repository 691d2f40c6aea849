package radio.tarang.user;

/** Something this service depends on, and that is not its database, did not answer in time or not in its own terms. Callers are told 503. */
public final class Away extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Away(String message, Throwable cause) {
        super(message, cause);
    }

    public Away(String message) {
        super(message);
    }
}
