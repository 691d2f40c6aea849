package radio.tarang.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * One Kafka node in KRaft mode, broker and controller, in a JVM of its own. After a kill the controller takes the node back only once the session of
 * its former life is over: that is why the session is short.
 *
 * @param classPath holds {@link KafkaNode} and Kafka itself
 * @param port of the clients
 * @param controllerPort of the quorum of one
 */
public record Kafka(String name, String classPath, int port, int controllerPort,
        List<String> jvmOptions) implements Recipe {

    @Override
    public Launch prepare(Path folder) throws IOException {
        Path properties = folder.resolve("server.properties");
        Files.writeString(properties, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=8
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=8
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=1
                group.initial.rebalance.delay.ms=0
                broker.session.timeout.ms=2000
                broker.heartbeat.interval.ms=400
                log.cleaner.dedupe.buffer.size=16777216
                num.network.threads=2
                num.io.threads=4
                background.threads=2
                """.formatted(port, controllerPort, folder.resolve("data")));
        List<String> command = new ArrayList<>(
                List.of(Programs.java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m",
                        "-XX:MaxMetaspaceSize=160m", "--sun-misc-unsafe-memory-access=allow",
                        "-Dlog4j2.configurationFile=kafka-log4j2.properties"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, KafkaNode.class.getName(), properties.toString()));
        return new Launch(command);
    }

    @Override
    public boolean ready() throws IOException {
        if (Ports.isFree(port)) {
            return false;
        }
        Admin admin = admin();
        try {
            return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while Kafka started", interrupted);
        } finally {
            admin.close(Duration.ZERO); // otherwise it waits half a minute for an answer that will not come
        }
    }

    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 50));
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }
}
