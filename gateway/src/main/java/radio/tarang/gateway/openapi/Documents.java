package radio.tarang.gateway.openapi;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.gateway.Services;

/** Asks every service in the background what it offers, and keeps the last good answer of each. */
@Component
class Documents implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Documents.class);
    private static final JsonMapper JSON = JsonMapper.builder().configure(SerializationFeature.INDENT_OUTPUT, true)
            .build();

    private final Services services;
    private final OpenApiProperties settings;
    private final HttpClient http;
    private final Map<String, JsonNode> known = new ConcurrentHashMap<>();
    private volatile byte[] merged = JSON.writeValueAsBytes(Merged.of(Map.of()));
    private @Nullable Disposable asking;
    private volatile boolean running;

    Documents(Services services, OpenApiProperties settings) {
        this.services = services;
        this.settings = settings;
        http = HttpClient.create(ConnectionProvider.create("openapi", 12)).responseTimeout(settings.limit());
    }

    byte[] merged() {
        return merged;
    }

    @Override
    public void start() {
        running = true;
        asking = Flux.fromIterable(services.byName().entrySet())
                .filter(service -> settings.services().contains(service.getKey()))
                .flatMap(service -> Mono.defer(() -> ask(service.getKey(), service.getValue()))
                        .repeatWhen(done -> done.concatMap(n -> Mono.delay(pause(service.getKey())))), 32)
                .subscribe();
    }

    private Duration pause(String service) {
        return known.containsKey(service) ? settings.every() : settings.every().dividedBy(10);
    }

    private Mono<Void> ask(String service, URI base) {
        return http.get().uri(base.resolve(settings.path()))
                .responseSingle((response, body) -> response.status().code() == 200
                        ? bounded(body.asByteArray())
                        : Mono.<byte[]>empty())
                .timeout(settings.limit()).publishOn(reactor.core.scheduler.Schedulers.boundedElastic())
                .doOnNext(bytes -> learn(service, bytes)).onErrorComplete().then();
    }

    private Mono<byte[]> bounded(Mono<byte[]> whole) {
        return whole.filter(bytes -> bytes.length <= settings.maxDocument().toBytes());
    }

    private synchronized void learn(String service, byte[] bytes) {
        try {
            JsonNode said = JSON.readTree(bytes);
            if (!Merged.isDocument(said)) {
                LOG.warn("What {} says of its API is no OpenAPI 3.1 document", service);
            } else if (!said.equals(known.put(service, said))) {
                merged = JSON.writeValueAsBytes(Merged.of(known));
            }
        } catch (JacksonException e) {
            LOG.warn("What {} says of its API cannot be read", service);
        }
    }

    @Override
    public void stop() {
        running = false;
        Disposable started = asking;
        if (started != null) {
            started.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
