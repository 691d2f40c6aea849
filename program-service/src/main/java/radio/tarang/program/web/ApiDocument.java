package radio.tarang.program.web;

import java.util.List;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The head of the served OpenAPI document; its committed copy is {@code docs/contracts/openapi/program-service.json}. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {
    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info().title("Tarang program-service").version("1")
                        .description("States, stations, programmes"))
                .servers(List.of(new Server().url("/").description("Wherever this document came from")));
    }
}
