/**
 * One description of the whole API, put together from what the services say of themselves.
 * <p>
 * Invariant: the same documents give the same bytes; a service that is away, or says something that is no OpenAPI document,
 * takes nothing from what was known of it before, and nothing from the others.
 * <p>
 * It must not know what any path means.
 */
@NullMarked
package radio.tarang.gateway.openapi;

import org.jspecify.annotations.NullMarked;
