package radio.tarang.notification.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;

import radio.tarang.notification.Announcement;
import radio.tarang.notification.Feed;
import radio.tarang.notification.State;
import radio.tarang.notification.States;
import radio.tarang.notification.security.Callers;
import radio.tarang.notification.security.SignedIn;
import radio.tarang.notification.socket.Admission.Ticket;

/** Puts {@code /ws} in front of the service's HTTP server, carries announcements to every loop, and sees everyone out at the end. */
@Component
final class SocketServer implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, SmartLifecycle {
    private static final int LOW_WATER_BYTES = 16 * 1024;
    private static final int HIGH_WATER_BYTES = 64 * 1024;

    private final Feed feed;
    private final States states;
    private final SocketSettings settings;
    private final Commands commands;
    private final Admission admission;
    private final Callers callers;
    private final SignIns signIns;
    private final SocketMeters meters;
    private final ConcurrentHashMap<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    private final WebSocketDecoderConfig decoding;
    private volatile boolean running;
    private volatile int endingsSeen;

    /** Event loops of this service's own, so that they end with it and not with whatever else runs in the process. */
    @Configuration(proxyBeanMethods = false)
    static class EventLoops {
        @Bean
        ReactorResourceFactory reactorResourceFactory() {
            ReactorResourceFactory factory = new ReactorResourceFactory();
            factory.setUseGlobalResources(false);
            factory.setShutdownQuietPeriod(Duration.ZERO);
            return factory;
        }
    }

    SocketServer(Feed feed, States states, SocketSettings settings, Commands commands, Admission admission,
            Callers callers, SignIns signIns, SocketMeters meters) {
        this.feed = feed;
        this.states = states;
        this.settings = settings;
        this.commands = commands;
        this.admission = admission;
        this.callers = callers;
        this.signIns = signIns;
        this.meters = meters;
        this.decoding = WebSocketDecoderConfig.newBuilder().maxFramePayloadLength((int) settings.maxMessage().toBytes())
                .expectMaskedFrames(true)
                .allowMaskMismatch(false).allowExtensions(false).closeOnProtocolViolation(false)
                .withUTF8Validator(false).build();
    }

    Admission admission() {
        return admission;
    }

    Callers callers() {
        return callers;
    }

    SocketMeters meters() {
        return meters;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                .addAfter(NettyPipeline.HttpCodec, "tarang.handshake", new Handshake(this))));
    }

    /** Gives the channel its socket handlers. */
    void socket(Channel channel, Ticket ticket, @Nullable SignedIn caller) {
        Loop loop = loops.computeIfAbsent(channel.eventLoop(),
                executor -> new Loop(executor, states, settings, meters));
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES));
        Connection connection = new Connection(loop, commands, settings, ticket, admission::giveBack);
        channel.pipeline().addLast(new WebSocket13FrameDecoder(decoding), connection);
        if (caller != null) {
            signIns.begin(connection, caller);
        }
    }

    /** Hangs up on those whose tokens were revoked. */
    @Scheduled(fixedDelay = 1_000)
    void endRevoked() {
        int endings = signIns.endings();
        if (endings != endingsSeen) {
            endingsSeen = endings;
            loops.values().forEach(loop -> loop.executor().execute(() -> loop.connections().forEach(signIns::check)));
        }
    }

    private void announced(List<Announcement> announcements) {
        List<Outgoing> batch = new ArrayList<>(announcements.size());
        announcements.forEach(announcement -> batch.add(Outgoing.encode(announcement, states.all())));
        for (Loop loop : loops.values()) {
            if (loop.executor().isShuttingDown()) {
                continue;
            }
            batch.forEach(Outgoing::retain);
            loop.executor().execute(() -> {
                try {
                    loop.deliver(batch);
                } finally {
                    batch.forEach(Outgoing::release);
                }
            });
        }
        batch.forEach(Outgoing::release);
    }

    private void restarted() {
        loops.values().forEach(loop -> loop.executor().execute(() -> {
            loop.connections().forEach(connection -> commands.resync(connection, "epoch-changed"));
            loop.flush();
        }));
    }

    private void departed(State state) {
        loops.values().stream().filter(loop -> !loop.executor().isShuttingDown()).forEach(loop -> loop.executor()
                .execute(() -> {
                    loop.of(state).forEach(subscription -> commands.restate(subscription, state));
                    loop.flush();
                }));
    }

    @Override
    public void start() {
        running = true;
        feed.attend(this::announced, this::restarted, this::departed);
    }

    /** Everyone is told to go elsewhere (1001), spread over the drain time so that they do not all knock there at once. */
    @Override
    public void stop(Runnable stopped) {
        running = false;
        admission.close();
        long drainMillis = settings.drain().toMillis();
        for (Loop loop : loops.values()) {
            loop.executor().execute(() -> {
                List<Connection> connections = loop.connections();
                for (int place = 0; place < connections.size(); place++) {
                    Connection connection = connections.get(place);
                    loop.executor().schedule(
                            () -> connection.close(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code(), "going away"),
                            drainMillis * place / connections.size(), TimeUnit.MILLISECONDS);
                }
            });
        }
        Thread.ofVirtual().name("feed-drain").start(() -> {
            awaitEmpty(System.nanoTime() + settings.drain().plusSeconds(2).toNanos());
            stopped.run();
        });
    }

    private void awaitEmpty(long deadline) {
        try {
            while (meters.sockets() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        stop(() -> {
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
