/**
 * Signing up, in and out, and going on: names, passwords, codes and refresh tokens become tokens of Keycloak, which alone keeps passwords and issues tokens.
 * <p>
 * Invariant: a refresh token is good once; presented again within a minute it gets the same answer, later it ends the sign-in. Ten failures of one account
 * from one network within a quarter of an hour close that pair and no other, on every replica. An anonymous session is merged into one account, once.
 * Every answer is {@code no-store}, and no password or token is stored, logged or part of a message; what is kept of a token is its hash.
 * <p>
 * It must not know what an account prefers or follows.
 */
@NullMarked
package radio.tarang.user.auth;

import org.jspecify.annotations.NullMarked;
