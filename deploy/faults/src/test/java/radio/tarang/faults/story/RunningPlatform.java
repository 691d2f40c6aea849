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
import radio.tarang.local.test.TestRealm;
import radio.tarang.local.test.TestServers;

/** Starts one platform for all stories of this build and hands its {@link Api} to tests; it is closed with the last of them. */
final class RunningPlatform implements ParameterResolver {

    private record Platform(Stage stage, Api api, SpanCollector spans) implements AutoCloseable {

        static Platform start() {
            try {
                Stage stage = Stage.open();
                SpanCollector spans = new SpanCollector();
                JavaLaunch traced = JavaLaunch.QUICK.with(Map.of("TARANG_TRACING_PROBABILITY", "1.0",
                        "OTEL_EXPORTER_OTLP_ENDPOINT", spans.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "200"));
                TestRealm realm = TestServers.keycloak().realm();
                JavaLaunch known = traced.with(Map.of("TARANG_IDENTITY_ISSUER", realm.issuer(),
                        "TARANG_IDENTITY_JWKS_URI", realm.jwksUri()));
                Service gateway = stage.gateway(known.with("TARANG_SERVICES_IDENTITY",
                        realm.url().substring(0, realm.url().lastIndexOf('/'))));
                Service users = stage.user(known.with(Map.of("TARANG_KEYCLOAK_URL", realm.url(),
                        "TARANG_KEYCLOAK_REALM", realm.realm(), "TARANG_KEYCLOAK_CLIENT_SECRET",
                        realm.userServiceSecret(), "TARANG_KEYCLOAK_APPS_SECRET", realm.appsSecret())));
                stage.startAll(stage.program(known), stage.notification(known), users, gateway);
                return new Platform(stage, new Api(gateway.uri(), (method, path, sent, answer) -> {
                }, realm.accessToken("editor")), spans);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            api.close();
            stage.close();
            spans.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Api.class || type == SpanCollector.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Platform platform = context.getRoot().getStore(ExtensionContext.Namespace.create(RunningPlatform.class))
                .computeIfAbsent("platform", key -> Platform.start(), Platform.class);
        return parameter.getParameter().getType() == Api.class ? platform.api() : platform.spans();
    }
}
