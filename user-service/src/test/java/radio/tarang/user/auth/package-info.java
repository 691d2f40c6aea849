/** The story of signing up, in, on and out, told to the running service on real servers; and its rules, told without any. */
@NullMarked
package radio.tarang.user.auth;

import org.jspecify.annotations.NullMarked;
