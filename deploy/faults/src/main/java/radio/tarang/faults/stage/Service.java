package radio.tarang.faults.stage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

import radio.tarang.local.server.ProcessServer;
import radio.tarang.local.server.Server;

/** A service as a process that can be started, killed and paused by its pid, always on the same port. */
public final class Service implements Server {

    private final ProcessServer process;
    private final int port;

    Service(ServiceRecipe recipe, Path folder) {
        this.process = new ProcessServer(recipe, folder);
        this.port = recipe.port();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public long pid() {
        return process.process().orElseThrow(() -> new IllegalStateException(name() + " is not running; see " + log()))
                .pid();
    }

    public boolean isRunning() {
        return process.process().isPresent();
    }

    public Path log() {
        return process.log();
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public void start() throws IOException {
        process.start();
    }

    @Override
    public void stop() throws IOException {
        process.stop();
    }

    @Override
    public void kill() throws IOException {
        process.kill();
    }

    @Override
    public void pause() throws IOException {
        process.pause();
    }

    @Override
    public void resume() throws IOException {
        process.resume();
    }
}
