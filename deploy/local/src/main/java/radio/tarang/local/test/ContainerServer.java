package radio.tarang.local.test;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;

import radio.tarang.local.server.Pause;
import radio.tarang.local.server.Server;

/** A server in a container that keeps its ports and its files from stop to start. */
final class ContainerServer implements Server {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int STOP_SECONDS = 20;

    private final String name;
    private final GenericContainer<?> container;
    private final BooleanSupplier ready;

    ContainerServer(String name, GenericContainer<?> container, BooleanSupplier ready) {
        this.name = name;
        this.container = container;
        this.ready = ready;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void start() throws IOException {
        try {
            if (container.getContainerId() == null) {
                container.start();
            } else if (!container.isRunning()) {
                engine().startContainerCmd(container.getContainerId()).exec();
            }
        } catch (ContainerLaunchException failed) {
            throw new IOException("The container of " + name + " did not start: " + failed.getMessage(), failed);
        }
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > deadline || !Pause.millis(50)) {
                throw new IOException(
                        name + " did not answer within " + START_LIMIT.toSeconds() + " s:\n" + container.getLogs());
            }
        }
    }

    @Override
    public synchronized void stop() {
        if (container.isRunning()) {
            engine().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
        }
    }

    @Override
    public synchronized void kill() {
        if (container.isRunning()) {
            engine().killContainerCmd(container.getContainerId()).exec();
        }
    }

    @Override
    public void pause() {
        engine().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void resume() {
        engine().unpauseContainerCmd(container.getContainerId()).exec();
    }

    /** Takes the files with it. */
    void remove() {
        container.stop();
    }

    private DockerClient engine() {
        return container.getDockerClient();
    }
}
