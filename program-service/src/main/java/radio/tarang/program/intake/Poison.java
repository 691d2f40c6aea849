package radio.tarang.program.intake;

/** A record that says it is an event we know and is not. It is put aside; everything else is tried again. */
public final class Poison extends Exception {
    private static final long serialVersionUID = 1;

    public Poison(String reason) {
        super(reason);
    }
}
