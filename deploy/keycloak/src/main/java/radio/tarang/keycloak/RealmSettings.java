package radio.tarang.keycloak;

import java.io.IOException;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lifetimes, rotation, brute force, headers, mail. The flows that logins take come later, when they exist. */
final class RealmSettings implements Reconciler.Step {
    @Override
    public void apply(Realm realm) throws IOException {
        ObjectNode wanted = realm.described().realm();
        String path = realm.path("");
        Optional<JsonNode> present = realm.api().find(path);
        if (present.isEmpty()) {
            realm.api().post("", JsonNodeFactory.instance.objectNode().put("realm", realm.settings().realm())
                    .put("enabled", true));
            realm.changes().made("realm " + realm.settings().realm() + ": created");
            present = realm.api().find(path);
        }
        realm.shape("realm", path, wanted, present.orElseThrow());
        if (realm.settings().mail().isPresent()) {
            mail(realm, realm.settings().mail().get());
        }
    }

    /** Keycloak never shows a password again: a salted digest beside it tells whether it is still the same. */
    private static void mail(Realm realm, Settings.Mail mail) throws IOException {
        JsonNode present = realm.api().get(realm.path(""));
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        ObjectNode server = wanted.putObject("smtpServer")
                .put("host", mail.host()).put("port", Integer.toString(mail.port())).put("from", mail.from())
                .put("fromDisplayName", "Tarang").put("starttls", "true")
                .put("auth", Boolean.toString(!mail.username().isEmpty()));
        String mark = "tarang.smtp.password";
        String known = present.path("attributes").path(mark).asText("");
        if (!mail.username().isEmpty()) {
            server.put("user", mail.username());
            if (!Fingerprint.matches(known, mail.password())) {
                server.put("password", mail.password());
                wanted.putObject("attributes").put(mark, Fingerprint.of(mail.password()));
            }
        }
        realm.shape("mail", realm.path(""), wanted, present);
    }
}
