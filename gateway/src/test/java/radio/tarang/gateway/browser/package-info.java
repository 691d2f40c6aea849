/**
 * The listener's page in a real browser, served by the real gateway. Behind it stand {@link RadioFixture} and
 * {@link PeopleFixture}, which answer like the services the page talks to and let a test decide what is on air and what
 * fails; the story with all real services is told by
 * the end-to-end tests. Invariant: no test here passes while the page breaks its own content policy or throws. Knows
 * nothing of how the gateway caches or routes.
 */
@NullMarked
package radio.tarang.gateway.browser;

import org.jspecify.annotations.NullMarked;
