package radio.tarang.program.replica;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A read model whose methods each are one read-only transaction, at the standby if it is up to date, else at the primary, each behind its breaker. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FromReplica {
}
