/**
 * What is held about a person: put together from every service when they ask for it ({@code GET /user/export}), and gone from
 * every service when they leave ({@code DELETE /user}).
 * <p>
 * Invariant: an export is whole or not there; an erasure is complete when Keycloak and every service have confirmed, and until
 * then it is told again and again. Nothing personal travels over a topic. The store of accounts knows nothing of this package.
 */
@NullMarked
package radio.tarang.user.privacy;

import org.jspecify.annotations.NullMarked;
