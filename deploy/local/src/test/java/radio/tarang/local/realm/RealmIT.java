package radio.tarang.local.realm;

import java.util.Map;

import org.junit.jupiter.api.Test;

import radio.tarang.keycloak.Settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a run does to a realm: everything, nothing, or what has drifted. */
class RealmIT {
    @Test
    void describedRealmIsBroughtAboutOnceAndThenLeftAlone() throws Exception {
        Admin realm = Admin.ofFresh("twice", Settings.Profile.LOCAL);

        assertThat(realm.reconcile()).isGreaterThan(50);
        assertThat(realm.reconcile()).as(() -> realm.lines.toString()).isZero();
    }

    @Test
    void productionRealmIsBroughtAboutOnceAndThenLeftAlone() throws Exception {
        Admin realm = Admin.ofFresh("twice-production", Settings.Profile.PRODUCTION);

        assertThat(realm.reconcile()).isGreaterThan(50);
        assertThat(realm.get("/users?max=100")).isEmpty();
        assertThat(realm.reconcile()).as(() -> realm.lines.toString()).isZero();
    }

    @Test
    void putsRightWhatHasDrifted() throws Exception {
        Admin realm = Admin.ofFresh("drifted", Settings.Profile.LOCAL);
        realm.reconcile();
        realm.set("", "revokeRefreshToken", "false");
        realm.set("/users/profile", "unmanagedAttributePolicy", "\"ENABLED\"");
        realm.set(realm.client("tarang-web"), "redirectUris",
                "[\"http://127.0.0.1/\", \"*\"]");
        realm.set(realm.client("tarang-web"), "fullScopeAllowed", "true");
        realm.set(realm.client("admin-cli"), "enabled", "true");
        realm.set(realm.mapper("tarang-apps", "audience"), "config",
                "{\"included.custom.audience\": \"another-api\", \"access.token.claim\": \"true\"}");
        realm.send("DELETE", realm.mapper("tarang-web", "states"), "");
        realm.send("POST", realm.client("tarang-web") + "/protocol-mappers/models", """
                {"name": "email", "protocol": "openid-connect", "protocolMapper": "oidc-usermodel-attribute-mapper",
                 "config": {"user.attribute": "email", "claim.name": "email", "access.token.claim": "true"}}""");
        realm.send("POST", "/roles/listener/composites", "[" + realm.get("/roles/moderator") + "]");
        realm.send("DELETE", "/roles/admin/composites", "[" + realm.get("/roles/editor") + "]");

        int changes = realm.reconcile();

        assertThat(realm.lines).anyMatch(line -> line.contains("realm: set revokeRefreshToken"))
                .anyMatch(line -> line.contains("user profile: set"))
                .anyMatch(line -> line.contains("client tarang-web: set redirectUris, fullScopeAllowed")
                        || line.contains("client tarang-web: set fullScopeAllowed, redirectUris"))
                .anyMatch(line -> line.contains("client admin-cli: set enabled"))
                .anyMatch(line -> line.contains("tarang-apps, claim audience: set config.included.custom.audience"))
                .anyMatch(line -> line.contains("client tarang-web: with claim states"))
                .anyMatch(line -> line.contains("client tarang-web: without claim email"))
                .anyMatch(line -> line.contains("role listener: without moderator"))
                .anyMatch(line -> line.contains("role admin: with editor"));
        assertThat(changes).isEqualTo(realm.lines.size()).isEqualTo(9);
        assertThat(realm.get("").path("revokeRefreshToken").asBoolean()).isTrue();
        assertThat(realm.reconcile()).isZero();
    }

    @Test
    void secretsRotateWhenTheyChange() throws Exception {
        Admin realm = Admin.ofFresh("rotated", Settings.Profile.LOCAL);
        realm.reconcile();
        assertThat(grant(realm, Admin.SECRETS.userService())).isEqualTo(200);

        realm.reconcile(new Settings.Secrets("another-secret-of-user-service", Admin.SECRETS.apps()));

        assertThat(grant(realm, Admin.SECRETS.userService())).isEqualTo(401);
        assertThat(grant(realm, "another-secret-of-user-service")).isEqualTo(200);
        assertThat(realm.lines).noneMatch(line -> line.contains("another-secret"));
    }

    private static int grant(Admin realm, String secret) throws Exception {
        return realm.token(Map.of("grant_type", "client_credentials", "client_id", "user-service", "client_secret",
                secret)).statusCode();
    }

    @Test
    void loginFlowOfProductionThatWasWeakenedIsBuiltAnew() throws Exception {
        Admin realm = Admin.ofFresh("weakened", Settings.Profile.PRODUCTION);
        realm.reconcile();
        String before = realm.get("").path("browserFlow").asText();
        String executions = "/authentication/flows/" + before.replace(" ", "%20") + "/executions";
        for (var execution : realm.get(executions)) {
            if (execution.path("providerId").asText().equals("auth-otp-form")) {
                realm.send("PUT", executions, execution.toString().replace("\"REQUIRED\",\"displayName\"",
                        "\"DISABLED\",\"displayName\""));
            }
        }

        assertThat(realm.reconcile()).isEqualTo(2);

        assertThat(realm.lines).anyMatch(line -> line.contains("browserFlow: built anew"));
        assertThat(realm.get("").path("browserFlow").asText()).isNotEqualTo(before);
        assertThat(realm.reconcile()).isZero();
    }

    @Test
    void providersThatTheOperatorHasSetUpAreLeftAlone() throws Exception {
        Admin realm = Admin.ofFresh("operated", Settings.Profile.LOCAL);
        realm.reconcile();
        assertThat(realm.get("/identity-provider/instances")).hasSize(4)
                .allMatch(provider -> !provider.path("enabled").asBoolean());
        realm.set("/identity-provider/instances/google", "enabled", "true");

        assertThat(realm.reconcile()).isZero();

        assertThat(realm.get("/identity-provider/instances/google").path("enabled").asBoolean()).isTrue();
    }

    @Test
    void productionRefusesDemoAccountsBeforeItChangesAnything() throws Exception {
        Admin local = Admin.ofFresh("demo", Settings.Profile.LOCAL);
        local.reconcile();
        Admin production = local.inProduction();

        assertThatThrownBy(production::reconcile).hasMessageContaining("demo accounts")
                .hasMessageContaining("listener");

        assertThat(production.lines).isEmpty();
    }

    @Test
    void saysInOneLineWhyItCannotWork() {
        Settings.Administrator nobody = new Settings.Administrator("nobody", "wrong", false);
        Settings.Administrator noClient = new Settings.Administrator("nobody", "wrong", true);

        assertThatThrownBy(() -> Failing.at(Failing.sharedUrl(), nobody))
                .hasMessageContaining("refuses its administrator nobody")
                .message().doesNotContain("\n");
        assertThatThrownBy(() -> Failing.at(Failing.sharedUrl(), noClient))
                .hasMessageContaining("refuses its administrator nobody");
        assertThatThrownBy(() -> Failing.at("http://127.0.0.1:1/identity", nobody))
                .hasMessageContaining("Keycloak does not answer at http://127.0.0.1:1/identity");
    }
}
