package radio.tarang.gateway.wire;

import io.netty.channel.ChannelPipeline;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import reactor.netty.NettyPipeline;

@Configuration(proxyBeanMethods = false)
class WireConfiguration {

    static final String GUARD = "tarang.guard";
    static final String WIRE = "tarang.wire";

    /** Around the codec, with or without TLS in front; later customizers add theirs behind. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    NettyServerCustomizer wire(WireProperties limits, AccessLog log, RequestMeter meter, ConnectionCount connections,
            @Value("${server.http2.enabled:false}") boolean http2) {
        if (http2) {
            throw new IllegalStateException("server.http2.enabled must be off: HTTP/2 ends in front of the gateway");
        }
        return server -> server.readTimeout(limits.bodyPause()).requestTimeout(limits.requestTimeout())
                .doOnChannelInit((observer, channel, address) -> {
                    if (!connections.admit(channel)) {
                        channel.close();
                        return;
                    }
                    ChannelPipeline pipeline = channel.pipeline();
                    pipeline.addBefore(NettyPipeline.HttpCodec, GUARD, new FramingGuard(limits));
                    pipeline.addAfter(NettyPipeline.HttpCodec, WIRE, new WireHandler(log, meter, connections, limits));
                });
    }
}
