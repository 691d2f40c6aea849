package radio.tarang.local.conformance;

/** A service does not do what all services do. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    Violation(String service, String vector, String expected, String got) {
        super("%s, \"%s\": expected %s, got %s".formatted(service, vector, expected, got));
    }
}
