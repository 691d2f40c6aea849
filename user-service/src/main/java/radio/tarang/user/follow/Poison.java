package radio.tarang.user.follow;

/** A record that does not follow the contract and never will. */
final class Poison extends Exception {
    private static final long serialVersionUID = 1;

    Poison(String reason) {
        super(reason);
    }
}
