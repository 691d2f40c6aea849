package radio.tarang.program.security;

import java.util.Map;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the served OpenAPI document says about who may use what. */
@Configuration(proxyBeanMethods = false)
class SecurityDocument {
    private static final String SCHEME = "bearer";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class); // nothing a client could send
    }

    @Bean
    OpenApiCustomizer editorsSignIn() {
        return api -> {
            api.getComponents().addSecuritySchemes(SCHEME, new SecurityScheme().type(SecurityScheme.Type.HTTP)
                    .scheme("bearer").bearerFormat("JWT")
                    .description("An access token (RFC 9068) of the realm tarang"));
            api.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                if (isEditors(path, method)) {
                    describe(operation);
                }
            }));
        };
    }

    private static boolean isEditors(String path, HttpMethod method) {
        return path.startsWith("/api/v1/admin/") || method == HttpMethod.POST && path.endsWith("/end");
    }

    private static void describe(Operation operation) {
        operation.addSecurityItem(new SecurityRequirement().addList(SCHEME));
        operation.getResponses().addApiResponse("401", refused("No token, or none that counts")
                .headers(Map.of("WWW-Authenticate", new Header().schema(new StringSchema()))));
        operation.getResponses().addApiResponse("403",
                refused("The role, or the states it is confined to, do not reach here"));
    }

    private static ApiResponse refused(String description) {
        return new ApiResponse().description(description).content(new Content().addMediaType("application/problem+json",
                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }
}
