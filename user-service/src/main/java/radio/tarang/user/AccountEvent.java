package radio.tarang.user;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that happened to a person's account, with the account as it was right afterwards. The account's sequence is the event's, whatever the kind:
 * all events of a person are one ordered story.
 */
public sealed interface AccountEvent {
    Account account();

    /** As listed in the contracts. */
    String ceType();

    /** When it happened. */
    Instant at();

    record Registered(Account account) implements AccountEvent {
        @Override
        public String ceType() {
            return "user.registered";
        }

        @Override
        public Instant at() {
            return account.createdAt();
        }
    }

    /** @param revokesTokens whether tokens issued until now must be refused from now on */
    record Updated(Account account, boolean revokesTokens) implements AccountEvent {
        @Override
        public String ceType() {
            return "user.updated";
        }

        @Override
        public Instant at() {
            return account.updatedAt();
        }
    }

    /** @param session the random part of the anonymous session */
    record SessionMerged(Account account, String session, Instant at) implements AccountEvent {
        @Override
        public String ceType() {
            return "session.merged";
        }
    }

    /** @param sid Keycloak's session, whose tokens must be refused from now on */
    record SessionRevoked(Account account, String sid, Instant at) implements AccountEvent {
        @Override
        public String ceType() {
            return "session.revoked";
        }
    }

    record Followed(Account account, FollowTarget target, Instant at) implements AccountEvent {
        @Override
        public String ceType() {
            return "user.followed";
        }
    }

    record Unfollowed(Account account, FollowTarget target, Instant at) implements AccountEvent {
        @Override
        public String ceType() {
            return "user.unfollowed";
        }
    }

    record Blocked(Account account, UUID blocked, Instant at) implements AccountEvent {
        @Override
        public String ceType() {
            return "user.blocked";
        }
    }

    record Unblocked(Account account, UUID blocked, Instant at) implements AccountEvent {
        @Override
        public String ceType() {
            return "user.unblocked";
        }
    }

    /** The person is gone. Only id and sequence of the account mean anything now. */
    record Deleted(Account account, Instant at) implements AccountEvent {
        /** The same once more, for services that have not heard it. */
        public static Deleted again(UUID id, long sequence, Instant at) {
            return new Deleted(new Account(id, "", Preferences.DEFAULT, at, at, sequence, sequence), at);
        }

        @Override
        public String ceType() {
            return "user.deleted";
        }
    }
}
