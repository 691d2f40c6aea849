package radio.tarang.notification.socket;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom to believe.
 *
 * @param allowedOrigins origins of web pages that may open a socket, besides the host that the request was sent to
 * @param trustedProxies addresses whose {@code X-Forwarded-For} and {@code X-Forwarded-Host} are believed
 */
@ConfigurationProperties("tarang.web")
record WebSettings(@DefaultValue Set<String> allowedOrigins, @DefaultValue({
        "127.0.0.1", "0:0:0:0:0:0:0:1"}) Set<String> trustedProxies) {
}
