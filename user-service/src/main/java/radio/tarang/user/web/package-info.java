/**
 * What every HTTP feature of this service shares and no feature owns: problems, trace ids, body limits, entity tags, paging. Features use it; it knows
 * the base package and no feature.
 * <p>
 * Invariant: every error, the framework's and the server's own included, leaves as {@code application/problem+json} with a stable type and a trace id,
 * and says nothing about the inside.
 */
@NullMarked
package radio.tarang.user.web;

import org.jspecify.annotations.NullMarked;
