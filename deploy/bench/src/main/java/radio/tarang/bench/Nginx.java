package radio.tarang.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import radio.tarang.local.server.Pause;
import radio.tarang.local.server.Ports;

/** One nginx with one worker on one core, in a folder of its own, on a random port of loopback. */
public final class Nginx implements AutoCloseable {

    /** As root, nginx would hand its work to a user who may not read the run's folder. */
    private static final String OWNER = "root".equals(System.getProperty("user.name")) ? "user root;" : "";

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The bytes from a file that stays open: the strongest form of nginx static. */
    public static Nginx ofFile(Path folder, int core, String path, Sample sample) throws IOException {
        return ofFile(folder, core, path, sample,
                "open_file_cache max=16 inactive=1h; open_file_cache_valid 1h; sendfile off;");
    }

    /** The bytes from a file as Debian's nginx.conf has it: opened for each request, sendfile. */
    public static Nginx ofFileByDefault(Path folder, int core, String path, Sample sample) throws IOException {
        return ofFile(folder, core, path, sample, "sendfile on; tcp_nopush on;");
    }

    private static Nginx ofFile(Path folder, int core, String path, Sample sample, String settings) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.write(folder.resolve("body"), sample.body());
        String headers = sample.toRepeat().entrySet().stream().map(Nginx::addHeader).collect(Collectors.joining("\n"));
        return start(folder, core, settings, """
                location = %s {
                    alias %s;
                    types { }
                    default_type "%s";
                    etag off;
                    if_modified_since off;
                    max_ranges 0;
                %s
                }""".formatted(path, file, sample.contentType(),
                sample.toRepeat().containsKey("last-modified")
                        ? headers
                        : headers + "\nadd_header Last-Modified \"\";"),
                "");
    }

    /** A proxy that keeps its connections to what it proxies. */
    public static Nginx proxying(Path folder, int core, URI upstream) throws IOException {
        Files.createDirectories(folder);
        return start(folder, core, "", """
                location / {
                    proxy_pass http://upstream;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $http_host;
                }""", "upstream upstream { server %s; keepalive 64; keepalive_requests 1000000000; }"
                .formatted(upstream.getAuthority()));
    }

    private static String addHeader(Map.Entry<String, String> header) {
        return "        add_header %s \"%s\";".formatted(header.getKey(),
                header.getValue().replace("\\", "\\\\").replace("\"", "\\\""));
    }

    private static Nginx start(Path folder, int core, String settings, String location, String upstream)
            throws IOException {
        int port = Ports.free();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                %6$s
                daemon off;
                worker_processes 1;
                pid %1$s/pid;
                error_log %1$s/error.log warn;
                events { worker_connections 1024; }
                http {
                    access_log off;
                    server_tokens off;
                    tcp_nodelay on;
                    keepalive_timeout 1h;
                    keepalive_requests 1000000000;
                    client_body_temp_path %1$s/client;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    %2$s
                    %3$s
                    server {
                        listen 127.0.0.1:%4$d;
                        %5$s
                    }
                }
                """.formatted(folder, settings, upstream, port, location, OWNER));
        Process process = new ProcessBuilder(
                List.of("taskset", "-c", "" + core, "nginx", "-e", folder + "/error.log", "-p",
                        folder.toString(), "-c", configuration.toString()))
                .inheritIO().start();
        Nginx nginx = new Nginx(process, port);
        Runtime.getRuntime().addShutdownHook(new Thread(nginx::close)); // a run that is broken off leaves nothing behind
        while (Ports.isFree(port)) {
            if (!process.isAlive()) {
                throw new IOException("nginx did not start: " + Files.readString(folder.resolve("error.log")));
            }
            Pause.millis(20);
        }
        return nginx;
    }

    public long pid() {
        return process.pid();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
