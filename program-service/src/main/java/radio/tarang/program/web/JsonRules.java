package radio.tarang.program.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * How request bodies are read: unknown members are ignored unless they name something only the service sets, text is text, a whole
 * number and a boolean are one, and an instant is RFC 3339.
 */
@Configuration(proxyBeanMethods = false)
class JsonRules {
    private static final Set<String> SET_BY_THE_SERVICE = Set.of("id", "status", "version", "createdBy", "createdAt",
            "updatedAt",
            "actualStart", "actualEnd", "stationName", "streamUrl", "authorId", "likes", "plays", "views", "role",
            "roles", "permissions");

    @Bean
    JsonMapperBuilderCustomizer requestRules() {
        SimpleModule instants = new SimpleModule("instants");
        instants.addDeserializer(Instant.class, new Rfc3339());
        return builder -> builder.addHandler(new UnknownMembers()).addModule(instants).withCoercionConfig(
                LogicalType.Textual,
                text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .withCoercionConfig(LogicalType.Integer,
                        number -> number.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(LogicalType.Boolean,
                        truth -> truth.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail));
    }

    private static final class UnknownMembers extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(DeserializationContext context, JsonParser parser,
                @Nullable ValueDeserializer<?> reader,
                Object beanOrClass, String name) {
            if (SET_BY_THE_SERVICE.contains(name)) {
                throw UnrecognizedPropertyException.from(parser, beanOrClass, name, null);
            }
            parser.skipChildren();
            return true;
        }
    }

    private static final class Rfc3339 extends StdDeserializer<Instant> {
        Rfc3339() {
            super(Instant.class);
        }

        @Override
        public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (Instant) context.handleUnexpectedToken(Instant.class, parser);
            }
            try {
                return OffsetDateTime.parse(parser.getString()).toInstant();
            } catch (DateTimeException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, parser.getString(),
                        "not an RFC 3339 instant");
            }
        }
    }
}
