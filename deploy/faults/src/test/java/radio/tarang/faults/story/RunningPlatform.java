package radio.tarang.faults.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.JavaLaunch;
import radio.tarang.faults.stage.Service;
import radio.tarang.faults.stage.Stage;
import radio.tarang.local.Checkout;
import radio.tarang.local.conformance.Signer;
import radio.tarang.local.conformance.Suite;
import radio.tarang.local.test.TestRealm;
import radio.tarang.local.test.TestServers;

/**
 * Starts one platform for all stories of this build and hands it, or its {@link Api} alone, to tests; it is closed with the last of
 * them. Its services believe the realm, and beside it a signer that makes tokens no realm would.
 */
final class RunningPlatform implements ParameterResolver {

    /** After a kill its partitions are given away after six seconds, not after Kafka's 45: the least that Kafka allows. */
    private static final Map<String, String> MISSED_SOON = Map.of(
            "SPRING_KAFKA_CONSUMER_PROPERTIES_SESSION_TIMEOUT_MS", "6000",
            "SPRING_KAFKA_CONSUMER_PROPERTIES_HEARTBEAT_INTERVAL_MS", "1500");

    /** @param launch with which another service can be started */
    record Platform(Stage stage, Api api, SpanCollector spans, KeySet keys, JavaLaunch launch, Service program,
            Service notification, Service user, Service gateway) implements AutoCloseable {

        static Platform start() {
            try {
                Stage stage = Stage.open();
                SpanCollector spans = new SpanCollector();
                TestRealm realm = TestServers.keycloak().realm();
                KeySet keys = KeySet.serve(realm);
                JavaLaunch known = JavaLaunch.QUICK.with(Map.of("TARANG_TRACING_PROBABILITY", "1.0",
                        "OTEL_EXPORTER_OTLP_ENDPOINT", spans.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "200",
                        "TARANG_IDENTITY_ISSUER", realm.issuer(), "TARANG_IDENTITY_JWKS_URI", keys.uri(),
                        "TARANG_SESSION_KEYS", Suite.sessionKeys(Checkout.root())));
                Service gateway = stage.gateway(known.with("TARANG_SERVICES_IDENTITY",
                        realm.url().substring(0, realm.url().lastIndexOf('/'))));
                Service user = stage.user(known.with(Map.of("TARANG_KEYCLOAK_URL", realm.url(),
                        "TARANG_KEYCLOAK_REALM", realm.realm(), "TARANG_KEYCLOAK_CLIENT_SECRET",
                        realm.userServiceSecret(), "TARANG_KEYCLOAK_APPS_SECRET", realm.appsSecret())));
                Service program = stage.program(known.with(MISSED_SOON));
                Service notification = stage.notification(known);
                stage.startAll(program, notification, user, gateway);
                return new Platform(stage, new Api(gateway.uri(), (method, path, sent, answer) -> {
                }, realm.accessToken("editor")), spans, keys, known, program, notification, user, gateway);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Signer signer() {
            return keys.signer();
        }

        @Override
        public void close() {
            api.close();
            stage.close();
            keys.close();
            spans.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Api.class || type == SpanCollector.class || type == Platform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Platform platform = context.getRoot().getStore(ExtensionContext.Namespace.create(RunningPlatform.class))
                .computeIfAbsent("platform", key -> Platform.start(), Platform.class);
        Class<?> type = parameter.getParameter().getType();
        return type == Api.class ? platform.api() : type == Platform.class ? platform : platform.spans();
    }
}
