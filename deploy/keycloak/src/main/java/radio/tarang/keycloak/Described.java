package radio.tarang.keycloak;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * How the realm should be: the resources of this package with this installation's addresses and secrets put in. An element of a list that contains
 * {@code {public}} is repeated for every public address.
 */
final class Described {
    private static final JsonMapper JSON = new JsonMapper();

    private final Settings settings;

    Described(Settings settings) {
        this.settings = settings;
    }

    ObjectNode realm() throws IOException {
        ObjectNode realm = (ObjectNode) read("realm.json");
        realm.setAll((ObjectNode) read("realm-" + settings.profile().label() + ".json"));
        realm.put("realm", settings.realm());
        return realm;
    }

    JsonNode read(String resource) throws IOException {
        try (InputStream in = Described.class.getResourceAsStream(resource)) {
            return filled(JSON.readTree(Objects.requireNonNull(in, resource)));
        }
    }

    private JsonNode filled(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.properties().forEach(member -> object.set(member.getKey(), filled(member.getValue())));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(element -> elements(element).forEach(array::add));
            return array;
        }
        return node.isTextual() ? TextNode.valueOf(text(node.textValue())) : node;
    }

    private List<JsonNode> elements(JsonNode element) {
        if (!element.isTextual() || !element.textValue().contains("{public}")) {
            return List.of(filled(element));
        }
        List<JsonNode> elements = new ArrayList<>();
        settings.publicUrls().forEach(
                url -> elements.add(TextNode.valueOf(element.textValue().replace("{public}", url))));
        return elements;
    }

    /** Keycloak joins several addresses of an attribute with ##. */
    private String text(String text) {
        return switch (text) {
            case "{public-joined}" -> String.join("##", settings.publicUrls().stream().map(url -> url + "/").toList());
            case "{secret-apps}" -> settings.secrets().apps();
            case "{secret-user-service}" -> settings.secrets().userService();
            default -> text;
        };
    }
}
