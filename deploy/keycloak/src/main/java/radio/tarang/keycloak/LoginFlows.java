package radio.tarang.keycloak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * In production: a one-time code for everybody with a role above host, and no password grant for them. A flow that is not as described is not
 * repaired: a new one is built beside it, then bound, then the old one goes, so that logins never meet half a flow.
 */
final class LoginFlows implements Reconciler.Step {
    private static final String PREFIX = "tarang ";
    private static final String SEPARATOR = " - ";

    @Override
    public void apply(Realm realm) throws IOException {
        if (realm.settings().profile() == Settings.Profile.PRODUCTION) {
            JsonNode flows = realm.described().read("login-flows.json");
            for (var flow : flows.properties()) {
                flow(realm, flow.getKey(), flow.getValue());
            }
        }
        deleteUnbound(realm);
    }

    private static void flow(Realm realm, String binding, JsonNode wanted) throws IOException {
        String bound = realm.api().get(realm.path("")).path(binding).asText();
        List<String> described = new ArrayList<>();
        render(0, wanted, described);
        if (bound.startsWith(PREFIX) && present(realm, bound).equals(described)) {
            return;
        }
        String name = PREFIX + binding + " " + UUID.randomUUID().toString().substring(0, 8);
        build(realm, name, name, true, wanted);
        realm.api().put(realm.path(""), JsonNodeFactory.instance.objectNode().put(binding, name));
        realm.changes().made(binding + ": built anew");
    }

    /** Depth first, as Keycloak lists them. */
    private static void render(int level, JsonNode executions, List<String> lines) {
        for (JsonNode execution : executions) {
            lines.add(line(level, execution.path("requirement").asText(),
                    execution.path("authenticator").asText(execution.path("flow").asText()),
                    execution.path("config")));
            render(level + 1, execution.path("executions"), lines);
        }
    }

    private static String line(int level, String requirement, String name, JsonNode config) {
        List<String> settings = new ArrayList<>();
        config.properties().forEach(entry -> settings.add(entry.getKey() + "=" + entry.getValue().asText()));
        settings.sort(null);
        return "%d %s %s %s".formatted(level, requirement, name, settings);
    }

    private static List<String> present(Realm realm, String flow) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode execution : realm.api()
                .get(realm.path("/authentication/flows/" + AdminApi.encoded(flow) + "/executions"))) {
            String config = execution.path("authenticationConfig").asText("");
            JsonNode settings = config.isEmpty()
                    ? JsonNodeFactory.instance.objectNode()
                    : realm.api().get(realm.path("/authentication/config/" + config)).path("config");
            String title = execution.path("displayName").asText();
            String name = execution.path("authenticationFlow").asBoolean()
                    ? title.substring(title.indexOf(SEPARATOR) + SEPARATOR.length())
                    : execution.path("providerId").asText();
            lines.add(line(execution.path("level").asInt(), execution.path("requirement").asText(), name, settings));
        }
        return lines;
    }

    /** @param root names the parts too, since their names are the realm's, not the flow's */
    private static String build(Realm realm, String root, String alias, boolean topLevel, JsonNode executions)
            throws IOException {
        String id = realm.api().post(realm.path("/authentication/flows"), JsonNodeFactory.instance.objectNode()
                .put("alias", alias).put("providerId", "basic-flow").put("topLevel", topLevel).put("builtIn", false));
        int priority = 0;
        for (JsonNode wanted : executions) {
            priority += 10;
            ObjectNode execution = JsonNodeFactory.instance.objectNode().put("parentFlow", id)
                    .put("requirement", wanted.path("requirement").asText()).put("priority", priority);
            if (wanted.has("flow")) {
                String part = build(realm, root, root + SEPARATOR + wanted.path("flow").asText(), false,
                        wanted.path("executions"));
                execution.put("authenticatorFlow", true).put("flowId", part);
            } else {
                execution.put("authenticatorFlow", false).put("authenticator", wanted.path("authenticator").asText());
            }
            String made = realm.api().post(realm.path("/authentication/executions"), execution);
            if (wanted.has("config")) {
                realm.api().post(realm.path("/authentication/executions/" + made + "/config"),
                        JsonNodeFactory.instance.objectNode().put("alias", alias + " " + priority)
                                .set("config", wanted.path("config")));
            }
        }
        return id;
    }

    private static void deleteUnbound(Realm realm) throws IOException {
        JsonNode present = realm.api().get(realm.path(""));
        for (JsonNode flow : realm.api().get(realm.path("/authentication/flows"))) {
            String alias = flow.path("alias").asText();
            if (alias.startsWith(PREFIX) && !alias.equals(present.path("browserFlow").asText())
                    && !alias.equals(present.path("directGrantFlow").asText())) {
                realm.api().delete(realm.path("/authentication/flows/" + flow.path("id").asText()), null);
                realm.changes().made("unused flow deleted");
            }
        }
    }
}
