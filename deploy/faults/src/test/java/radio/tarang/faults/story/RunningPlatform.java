package radio.tarang.faults.story;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import radio.tarang.faults.stage.Api;
import radio.tarang.faults.stage.JavaLaunch;
import radio.tarang.faults.stage.Service;
import radio.tarang.faults.stage.Stage;

/** Starts one platform for all stories of this build and hands its {@link Api} to tests; it is closed with the last of them. */
final class RunningPlatform implements ParameterResolver {

    private record Platform(Stage stage, Api api) implements AutoCloseable {

        static Platform start() {
            try {
                Stage stage = Stage.open();
                Service gateway = stage.gateway(JavaLaunch.QUICK);
                stage.startAll(stage.program(JavaLaunch.QUICK), stage.notification(JavaLaunch.QUICK), gateway);
                return new Platform(stage, new Api(gateway.uri(), (method, path, sent, answer) -> {
                }, stage.issuer().editor()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            api.close();
            stage.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Api.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(RunningPlatform.class))
                .computeIfAbsent("platform", key -> Platform.start(), Platform.class).api();
    }
}
