package radio.tarang.user;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A person as the platform knows them beside Keycloak, which keeps name, e-mail, password and roles. An account never changes; a verb answers the event
 * that happened, with the account as it is afterwards, and saving that event is the only way into the store.
 *
 * @param id the token's {@code sub}
 * @param username the public handle, as Keycloak writes it
 * @param sequence of the last event told about this person, whatever it was: consumers drop what is not newer
 * @param version the sequence of the last event that changed this state; what entity tags compare
 */
public record Account(UUID id, String username, Preferences preferences, Instant createdAt, Instant updatedAt,
        long version, long sequence) {

    public static AccountEvent.Registered register(UUID id, String username, Preferences preferences, Instant now) {
        return new AccountEvent.Registered(
                new Account(id, username, preferences, millis(now), millis(now), 1, 1));
    }

    /** Null if the preferences are like that already. */
    public AccountEvent.@Nullable Updated prefer(Preferences wanted, Instant now) {
        return wanted.equals(preferences) ? null : new AccountEvent.Updated(changed(username, wanted, now), false);
    }

    /** Null if the name is that already. */
    public AccountEvent.@Nullable Updated rename(String wanted, Instant now) {
        return wanted.equals(username) ? null : new AccountEvent.Updated(changed(wanted, preferences, now), false);
    }

    /** Roles, states or the right to sign in changed at Keycloak: tokens issued until now are refused from now on. */
    public AccountEvent.Updated changeAccess(Instant now) {
        return new AccountEvent.Updated(changed(username, preferences, now), true);
    }

    /** @param session the random part of an anonymous session that now belongs to this person */
    public AccountEvent.SessionMerged merge(String session, Instant now) {
        return new AccountEvent.SessionMerged(told(), session, millis(now));
    }

    /** @param sid Keycloak's name of the session that ended before its time */
    public AccountEvent.SessionRevoked revoke(String sid, Instant now) {
        return new AccountEvent.SessionRevoked(told(), sid, millis(now));
    }

    /** The public profile, which is kept beside the account, changed: whoever holds a copy of it learns that it is old. */
    public AccountEvent.Updated present(Instant now) {
        return new AccountEvent.Updated(changed(username, preferences, now), false);
    }

    public AccountEvent.Followed follow(FollowTarget target, Instant now) {
        return new AccountEvent.Followed(told(), target, millis(now));
    }

    public AccountEvent.Unfollowed unfollow(FollowTarget target, Instant now) {
        return new AccountEvent.Unfollowed(told(), target, millis(now));
    }

    public AccountEvent.Blocked block(UUID other, Instant now) {
        return new AccountEvent.Blocked(told(), other, millis(now));
    }

    public AccountEvent.Unblocked unblock(UUID other, Instant now) {
        return new AccountEvent.Unblocked(told(), other, millis(now));
    }

    public AccountEvent.Deleted erase(Instant now) {
        return new AccountEvent.Deleted(told(), millis(now));
    }

    /** After an event that left this state as it was. */
    Account told() {
        return new Account(id, username, preferences, createdAt, updatedAt, version, sequence + 1);
    }

    private Account changed(String newUsername, Preferences newPreferences, Instant now) {
        return new Account(id, newUsername, newPreferences, createdAt, millis(now), sequence + 1, sequence + 1);
    }

    /** The resolution of every instant we store or publish. */
    static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
