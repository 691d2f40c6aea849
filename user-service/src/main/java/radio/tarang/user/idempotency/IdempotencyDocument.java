package radio.tarang.user.idempotency;

import java.util.Set;

import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Every write takes a key, and says so. */
@Configuration(proxyBeanMethods = false)
class IdempotencyDocument {
    private static final Set<HttpMethod> WRITES = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH,
            HttpMethod.DELETE);

    @Bean
    OpenApiCustomizer everyWriteTakesAKey() {
        return api -> api.getPaths().forEach((path, item) -> {
            if (!IdempotencyFilter.elsewhere(path)) {
                item.readOperationsMap().forEach((method, operation) -> {
                    if (WRITES.contains(method)) {
                        operation.addParametersItem(new HeaderParameter().name(Attempt.HEADER).schema(
                                new StringSchema().maxLength(128))
                                .description("Sent again within 24 h with the same path and body, the first answer is "
                                        + "given again and nothing happens a second time."));
                    }
                });
            }
        });
    }
}
