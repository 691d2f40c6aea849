/**
 * How refusals leave this service: what the framework and the server refuse, in the form that every service's refusals have.
 * <p>
 * Invariant: every error leaves as {@code application/problem+json} with a type of {@code docs/contracts/http/problems.yaml} and a
 * trace id, and says nothing about the inside. Knows nothing of comments.
 */
@NullMarked
package radio.tarang.comment.web;

import org.jspecify.annotations.NullMarked;
