package radio.tarang.gateway;

import java.net.URI;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;

/** Where the services listen, by name ({@code program}, {@code comment}, …): properties {@code tarang.services.*}. */
@ConfigurationProperties("tarang")
public record Services(@Name("services") Map<String, URI> byName) {
}
