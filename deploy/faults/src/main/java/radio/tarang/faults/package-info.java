/**
 * Faults injected into a running platform of its own, one scenario after another, and the {@link radio.tarang.faults.Auditor}:
 * it stands outside the system, writes down every request, acknowledgement and received event, and compares at the end. A
 * scenario breaks something and says what must hold; it never looks inside a service to excuse it.
 */
@NullMarked
package radio.tarang.faults;

import org.jspecify.annotations.NullMarked;
