package radio.tarang.gateway.edge;

import java.time.Duration;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.NettyPipeline;

import radio.tarang.gateway.identity.Callers;

@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    static final String HANDLER = "tarang.edge";

    /** In front of reactor-netty, behind whatever else reads the codec's messages. */
    @Bean
    NettyServerCustomizer edgeHandler(HitPath hits, FinishingTouch touch, Callers callers,
            @Value("${tarang.web.idle-timeout:75s}") Duration idle) {
        return server -> server.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .doOnChannelInit((observer, channel, address) -> channel.pipeline().addBefore(
                        NettyPipeline.HttpTrafficHandler, HANDLER, new EdgeHandler(hits, touch, callers, idle)));
    }

    @Bean
    Gauge edgeMeters(EdgeCache cache, MeterRegistry meters) {
        FunctionCounter.builder("edge_cache_hits", cache.hits, java.util.concurrent.atomic.LongAdder::sum)
                .description("Answers given by the channel handler from kept upstream answers").register(meters);
        FunctionCounter.builder("edge_cache_fills", cache.fills, java.util.concurrent.atomic.LongAdder::sum)
                .description("Questions put to services on behalf of all who waited").register(meters);
        FunctionCounter.builder("edge_cache_stale_answers", cache.staleAnswers,
                java.util.concurrent.atomic.LongAdder::sum)
                .description("Kept answers given past their freshness because the service was away or slow")
                .register(meters);
        Gauge.builder("edge_purge_feed_current", cache, c -> c.feedCurrent() ? 1 : 0)
                .description("0 while purges may be missed and freshness is capped").register(meters);
        return Gauge.builder("edge_cache_bytes", cache, EdgeCache::bytes).register(meters);
    }
}
