package radio.tarang.local.conformance;

import java.io.IOException;

/** One vector for one service. */
public final class Check {

    /** Asks the service and compares. */
    @FunctionalInterface
    interface Body {
        void run(Comparison comparison) throws IOException;
    }

    private final String service;
    private final String vector;
    private final Body body;

    Check(String service, String vector, Body body) {
        this.service = service;
        this.vector = vector;
        this.body = body;
    }

    public String vector() {
        return vector;
    }

    /**
     * @throws Violation names the service, the vector, what was expected and what came
     * @throws IOException if the service gave no answer at all
     */
    public void run() throws IOException {
        body.run(new Comparison(service, vector));
    }

    @Override
    public String toString() {
        return service + ": " + vector;
    }
}
