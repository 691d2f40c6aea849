package radio.tarang.user;

import java.util.UUID;

/** Somebody who is signed in, as their token names them. */
public record Member(UUID id, String username) {
}
