package radio.tarang.user;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.outbox.CloudEvent;
import radio.tarang.outbox.OutboxEvent;

/**
 * Events as records of {@code interaction.events}: key, headers and JSON as {@code docs/contracts/events} describes them. Everything here is a contract;
 * members are only ever added. A person appears by id and public handle, never by name, e-mail or address.
 */
@Component
class Wire {
    private record QuietHours(String start, String end) {
    }

    private record Notifications(boolean inApp, boolean push, boolean email, String digest) {
    }

    @JsonInclude(Include.NON_NULL)
    private record UserState(UUID id, String username, @Nullable String statePreference, List<String> languages,
            @Nullable String timeZone,
            @JsonInclude(Include.ALWAYS) @Nullable QuietHours quietHours, Notifications notifications, long version) {
        static UserState of(Account account) {
            Preferences p = account.preferences();
            Preferences.QuietHours quiet = p.quietHours();
            Preferences.Notifications n = p.notifications();
            return new UserState(account.id(), account.username(), p.statePreference(), p.languages(),
                    p.timeZone() == null ? null : p.timeZone().getId(),
                    quiet == null ? null : new QuietHours(quiet.start().toString(), quiet.end().toString()),
                    new Notifications(n.inApp(), n.push(), n.email(), n.digest().name().toLowerCase(Locale.ROOT)),
                    account.version());
        }
    }

    private record Merged(UUID userId, String session) {
    }

    private record Gone(UUID id, long version) {
    }

    private record Revoked(UUID userId, String sid) {
    }

    private record Follow(UUID userId, String targetType, UUID targetId, long version) {
        static Follow of(Account follower, FollowTarget target) {
            return new Follow(follower.id(), target.kind().word(), target.id(), follower.sequence());
        }
    }

    private record Block(UUID userId, UUID blockedUserId, long version) {
    }

    private static final String SOURCE = "user-service";
    private static final String SCHEMAS = "https://tarang.radio/contracts/events/";

    private final ObjectMapper json;
    private final Topics topics;

    Wire(ObjectMapper json, Topics topics) {
        this.json = json;
        this.topics = topics;
    }

    OutboxEvent record(AccountEvent event) {
        UUID id = event.account().id();
        CloudEvent headers = CloudEvent.of(event.ceType(), SOURCE).subject("users/" + id).time(event.at())
                .sequence(event.account().sequence());
        return switch (event) {
            case AccountEvent.Registered registered ->
                record(id, headers.dataSchema(schema("user-v1")), UserState.of(registered.account()));
            case AccountEvent.Updated updated -> {
                headers.dataSchema(schema("user-v1")).cacheTags("user:" + id);
                yield record(id, updated.revokesTokens() ? headers.revokes("sub:" + id) : headers,
                        UserState.of(updated.account()));
            }
            case AccountEvent.Deleted deleted -> record(id,
                    headers.dataSchema(schema("user-deleted-v1")).cacheTags("user:" + id).cacheEvict()
                            .revokes("sub:" + id),
                    new Gone(id, deleted.account().sequence()));
            case AccountEvent.SessionMerged merged ->
                record(id, headers.dataSchema(schema("session-merged-v1")), new Merged(id, merged.session()));
            case AccountEvent.SessionRevoked revoked ->
                record(id, headers.dataSchema(schema("session-revoked-v1")).revokes("sid:" + revoked.sid()),
                        new Revoked(id, revoked.sid()));
            case AccountEvent.Followed followed ->
                record(id, follow(headers, id, followed.target()), Follow.of(followed.account(), followed.target()));
            case AccountEvent.Unfollowed unfollowed ->
                record(id, follow(headers, id, unfollowed.target()),
                        Follow.of(unfollowed.account(), unfollowed.target()));
            case AccountEvent.Blocked blocked -> record(id, headers.dataSchema(schema("block-v1")),
                    new Block(id, blocked.blocked(), blocked.account().sequence()));
            case AccountEvent.Unblocked unblocked -> record(id, headers.dataSchema(schema("block-v1")),
                    new Block(id, unblocked.blocked(), unblocked.account().sequence()));
        };
    }

    /** Both profiles show a count that changed. */
    private static CloudEvent follow(CloudEvent headers, UUID follower, FollowTarget target) {
        headers.dataSchema(schema("follow-v1"));
        return target.kind().isPerson() ? headers.cacheTags("user:" + follower, "user:" + target.id()) : headers;
    }

    /** No partition: the hash of the key decides. */
    private OutboxEvent record(UUID id, CloudEvent headers, Object data) {
        return new OutboxEvent(topics.interactionEvents(), null, id.toString(), headers.headers(),
                json.writeValueAsBytes(data));
    }

    private static String schema(String name) {
        return SCHEMAS + name + ".schema.json";
    }
}
