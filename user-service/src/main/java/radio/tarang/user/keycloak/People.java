package radio.tarang.user.keycloak;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.user.Away;
import radio.tarang.user.Findings;
import radio.tarang.user.Refusal;
import radio.tarang.user.keycloak.KeycloakHttp.Answer;

/**
 * The people of the realm, through the admin API. Whoever changes somebody's rights also publishes {@code Account.changeAccess}, or tokens issued before
 * go on counting until they expire.
 */
@Component
public class People {
    /** The roles a person can be given. */
    public static final Set<String> ROLES = Set.of("listener", "host", "editor", "moderator", "admin");
    /** Whoever has one of these is staff. */
    public static final Set<String> STAFF = Set.of("editor", "moderator", "admin");

    private final KeycloakHttp http;
    private final KeycloakSettings settings;
    private final ServiceToken token;

    People(KeycloakHttp http, KeycloakSettings settings, ServiceToken token) {
        this.http = http;
        this.settings = settings;
        this.token = token;
    }

    /** By the exact name, or by the exact e-mail address if it is one; case does not matter. */
    public Optional<Person> find(String usernameOrEmail) {
        String by = usernameOrEmail.indexOf('@') >= 0 ? "email" : "username";
        Answer answer = good(call("GET", "/users?exact=true&max=2&" + by + "=" + KeycloakHttp.encoded(usernameOrEmail),
                null));
        return answer.body().size() == 1 ? Optional.of(person(answer.body().get(0))) : Optional.empty();
    }

    public Optional<Person> find(UUID id) {
        Answer answer = call("GET", "/users/" + id, null);
        return answer.status() == 404 ? Optional.empty() : Optional.of(person(good(answer).body()));
    }

    /** Names, e-mail addresses and first or last names that contain the text; everybody if it is empty. */
    public List<Person> search(String text, int offset, int limit) {
        List<Person> found = new ArrayList<>();
        good(call("GET", "/users?first=" + offset + "&max=" + limit + "&search=" + KeycloakHttp.encoded(text), null))
                .body().forEach(user -> found.add(person(user)));
        return found;
    }

    /** How many {@link #search} would find in all. */
    public int count(String text) {
        return good(call("GET", "/users/count?search=" + KeycloakHttp.encoded(text), null)).body().asInt();
    }

    /**
     * @throws Refusal {@code username-taken}, {@code email-taken}, or {@code validation-failed} where the realm has stricter rules than we
     */
    public UUID create(String username, String email, String password, @Nullable String firstName,
            @Nullable String lastName) {
        Map<String, Object> user = new java.util.HashMap<>(Map.of("username", username, "email", email, "enabled", true,
                "credentials", List.of(Map.of("type", "password", "value", password, "temporary", false))));
        if (firstName != null) {
            user.put("firstName", firstName);
        }
        if (lastName != null) {
            user.put("lastName", lastName);
        }
        Answer answer = call("POST", "/users", user);
        String location = answer.location();
        if (answer.status() == 201 && location != null) {
            return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
        }
        if (answer.status() == 409) {
            throw find(username).isPresent()
                    ? new Refusal(Refusal.Reason.USERNAME_TAKEN, "Somebody has this name already.")
                    : new Refusal(Refusal.Reason.EMAIL_TAKEN, "Somebody has registered with this e-mail address.");
        }
        if (answer.status() == 400) {
            throw invalid(answer.body());
        }
        throw unexpected(answer);
    }

    /** Including those that follow from others: an editor is a host and a listener too. */
    public Set<String> roles(UUID id) {
        Set<String> roles = new HashSet<>();
        good(call("GET", "/users/" + id + "/role-mappings/realm/composite", null)).body()
                .forEach(role -> roles.add(role.path("name").asString()));
        roles.retainAll(ROLES);
        return roles;
    }

    /** Those who were given a role itself, not one that includes it; for roles of few. */
    public List<Person> holding(String role) {
        List<Person> found = new ArrayList<>();
        good(call("GET", "/roles/" + role + "/users?max=1000", null)).body().forEach(user -> found.add(person(user)));
        return found;
    }

    /** Gives exactly these roles; what follows from them follows. Everybody stays a listener. */
    public void setRoles(UUID id, Set<String> wanted) {
        String path = "/users/" + id + "/role-mappings/realm";
        List<JsonNode> surplus = new ArrayList<>();
        Set<String> missing = new HashSet<>(wanted);
        good(call("GET", path, null)).body().forEach(role -> {
            String name = role.path("name").asString();
            if (ROLES.contains(name) && !missing.remove(name)) {
                surplus.add(role);
            }
        });
        if (!missing.isEmpty()) {
            List<JsonNode> roles = missing.stream().map(name -> good(call("GET", "/roles/" + name, null)).body())
                    .toList();
            good(call("POST", path, roles));
        }
        if (!surplus.isEmpty()) {
            good(call("DELETE", path, surplus));
        }
    }

    /** Confines an editor or moderator to states; none of them means everywhere. */
    public void setStates(UUID id, Set<String> states) {
        change(id, user -> {
            ObjectNode attributes = user.path("attributes") instanceof ObjectNode known
                    ? known
                    : user.putObject("attributes");
            if (states.isEmpty()) {
                attributes.remove("states");
            } else {
                attributes.putPOJO("states", states.stream().sorted().toList());
            }
        });
    }

    /** Whoever is not enabled gets no new token; end their sessions, too. */
    public void setEnabled(UUID id, boolean enabled) {
        change(id, user -> user.put("enabled", enabled));
    }

    /** Who is not there is gone already. */
    public void delete(UUID id) {
        goneOrGood(call("DELETE", "/users/" + id, null));
    }

    /** Ends every sign-in of somebody at Keycloak. */
    public void endSessions(UUID id) {
        goneOrGood(call("POST", "/users/" + id + "/logout", null));
    }

    /** Ends one sign-in at Keycloak; none there means it has ended. */
    public void endSession(String sid) {
        goneOrGood(call("DELETE", "/sessions/" + KeycloakHttp.encoded(sid), null));
    }

    /** Keycloak replaces a user by what it is sent, so what is there is read first. */
    private void change(UUID id, java.util.function.Consumer<ObjectNode> change) {
        Answer found = call("GET", "/users/" + id, null);
        if (found.status() == 404) {
            throw Refusal.unknown(Refusal.Reason.UNKNOWN_USER, id.toString());
        }
        ObjectNode user = (ObjectNode) good(found).body();
        change.accept(user);
        good(call("PUT", "/users/" + id, user));
    }

    private Answer call(String method, String path, @Nullable Object body) {
        String presented = token.get();
        Answer answer = http.call(method, settings.adminUri(path), presented, body);
        if (answer.status() != 401) {
            return answer;
        }
        token.forget(presented);
        return http.call(method, settings.adminUri(path), token.get(), body);
    }

    private static Answer good(Answer answer) {
        if (!answer.good()) {
            throw unexpected(answer);
        }
        return answer;
    }

    private static void goneOrGood(Answer answer) {
        if (answer.status() != 404) {
            good(answer);
        }
    }

    private static Away unexpected(Answer answer) {
        return new Away("Keycloak's admin API answered " + answer.status() + " " + answer.text("error"));
    }

    private static Refusal invalid(JsonNode body) {
        Findings findings = new Findings();
        JsonNode errors = body.path("errors").isEmpty() ? body : body.path("errors").get(0);
        String message = errors.path("errorMessage").asString("");
        String field = errors.path("field").asString(message.startsWith("invalidPassword") ? "password" : "");
        findings.add(field.isEmpty() ? "password" : field, "is not accepted by the realm's rules");
        return Refusal.invalid(findings.all());
    }

    private static Person person(JsonNode user) {
        Set<String> states = new HashSet<>();
        user.path("attributes").path("states").forEach(state -> states.add(state.asString()));
        return new Person(UUID.fromString(user.path("id").asString()), user.path("username").asString(),
                text(user, "email"), text(user, "firstName"), text(user, "lastName"),
                user.path("enabled").asBoolean(), Set.copyOf(states));
    }

    private static @Nullable String text(JsonNode user, String member) {
        String text = user.path(member).asString("");
        return text.isEmpty() ? null : text;
    }
}
