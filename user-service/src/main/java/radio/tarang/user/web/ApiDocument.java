package radio.tarang.user.web;

import java.util.List;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the served OpenAPI document says beyond the endpoints; its committed copy is {@code docs/contracts/openapi/user-service.json}. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {
    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info().title("Tarang user-service").version("1")
                        .description("People: signing in, devices, preferences, profiles, follows"))
                .servers(List.of(new Server().url("/").description("Wherever this document came from")));
    }

    /** Everything can be refused, and every refusal looks the same. */
    @Bean
    OpenApiCustomizer everyAnswerMayBeAProblem() {
        Schema<?> error = new ObjectSchema().addProperty("field", new StringSchema()).addProperty("message",
                new StringSchema());
        Schema<?> problem = new ObjectSchema().description("RFC 9457")
                .addProperty("type", new StringSchema().format("uri"))
                .addProperty("title", new StringSchema()).addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("traceId", new StringSchema().pattern("^[0-9a-f]{32}$"))
                .addProperty("errors", new ArraySchema().items(error))
                .required(List.of("type", "title", "status", "traceId"));
        ApiResponse refused = new ApiResponse().description("Refused")
                .content(new Content().addMediaType("application/problem+json",
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
        return api -> {
            api.getComponents().addSchemas("Problem", problem);
            api.getPaths().values().forEach(
                    path -> path.readOperations()
                            .forEach(operation -> operation.getResponses().addApiResponse("default", refused)));
        };
    }
}
