package radio.tarang.gateway.upstream;

import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UpstreamClient {

    /**
     * reactor-netty sends a request again when its connection is reset, whatever the method: a write could happen twice.
     * Whether to try again is decided in one place, {@link radio.tarang.gateway.Upstreams}.
     */
    @Bean
    HttpClientCustomizer noRetryOfItsOwn() {
        return http -> http.disableRetry(true);
    }
}
