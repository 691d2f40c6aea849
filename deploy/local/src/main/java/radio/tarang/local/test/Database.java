package radio.tarang.local.test;

/** A fresh, empty database; the user owns it and sees no other. */
public record Database(String jdbcUrl, String username, String password) {
}
