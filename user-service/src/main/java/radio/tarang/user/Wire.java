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

    private record Revoked(UUID userId, String sid) {
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
            case AccountEvent.SessionMerged merged ->
                record(id, headers.dataSchema(schema("session-merged-v1")), new Merged(id, merged.session()));
            case AccountEvent.SessionRevoked revoked ->
                record(id, headers.dataSchema(schema("session-revoked-v1")).revokes("sid:" + revoked.sid()),
                        new Revoked(id, revoked.sid()));
        };
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
