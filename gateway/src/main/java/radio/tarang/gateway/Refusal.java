package radio.tarang.gateway;

/** The request goes no further, and this is what its caller is told. Thrown by filters that know why. */
public final class Refusal extends RuntimeException {

    private final transient Problem problem;

    public Refusal(Problem problem) {
        super(problem.slug(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
