package radio.tarang.gateway.identity;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A setting without which the gateway must not start. The message never quotes the setting: it may be a secret. */
final class Misconfigured extends RuntimeException {

    Misconfigured(String message) {
        super(message);
    }

    /** Says it in one line instead of a stack trace; named in {@code META-INF/spring.factories}. */
    static final class Analyzer extends AbstractFailureAnalyzer<Misconfigured> {

        @Override
        protected FailureAnalysis analyze(Throwable root, Misconfigured cause) {
            return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
        }
    }
}
