/**
 * One entry for web and mobile. This package holds what every answer shares, wherever it comes from: problem details,
 * the trace id, security headers, CORS, the access log, and the breakers in front of the services.
 * <p>
 * Invariant: no answer leaves without the headers of {@link radio.tarang.gateway.AnswerHeaders}, and no error without a
 * problem that says nothing about the inside.
 * <p>
 * It must not know what any service means by its paths or events: routes are configuration, cache tags opaque strings.
 */
@NullMarked
package radio.tarang.gateway;

import org.jspecify.annotations.NullMarked;
