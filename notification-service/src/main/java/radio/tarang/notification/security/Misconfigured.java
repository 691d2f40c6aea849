package radio.tarang.notification.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A setting without which this service must not start. The message never quotes the setting: it may be a secret. */
final class Misconfigured extends RuntimeException {
    private static final long serialVersionUID = 1;

    Misconfigured(String property, String reason) {
        super(property + " " + reason);
    }

    /** Says it in one line instead of a stack trace; named in {@code META-INF/spring.factories}. */
    static final class Analyzer extends AbstractFailureAnalyzer<Misconfigured> {
        @Override
        protected @Nullable FailureAnalysis analyze(Throwable root, Misconfigured cause) {
            return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
        }
    }
}
