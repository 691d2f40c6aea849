/**
 * How refusals over plain HTTP leave this service: what the framework refuses, in the form that every service's refusals have.
 * <p>
 * Invariant: every error leaves as {@code application/problem+json} with a type of {@code docs/contracts/http/problems.yaml} and a
 * trace id, and says nothing about the inside. Knows nothing of the feed; what a handshake refuses never comes here.
 */
@NullMarked
package radio.tarang.notification.web;

import org.jspecify.annotations.NullMarked;
