package radio.tarang.local.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import radio.tarang.local.Checkout;

class ElasticsearchIT {
    @TempDir
    Path folder;

    @Test
    void keepsItsDocumentsOverKillAndStop() throws Exception {
        Path archive = Checkout.archive(Checkout.root(), "elasticsearch-" + Elasticsearch.VERSION + ".zip");
        Elasticsearch elasticsearch = new Elasticsearch("elasticsearch", archive, Lives.programs(), Ports.free(),
                Ports.free());
        Lives.survive(elasticsearch, folder, new Lives.Data() {
            @Override
            public void write() throws Exception {
                require2xx(send(elasticsearch, "PUT", "/greetings", "{}"));
                require2xx(send(elasticsearch, "PUT", "/greetings/_doc/1?refresh=true", "{\"text\": \"namaste\"}"));
            }

            @Override
            public boolean isThere() throws Exception {
                return send(elasticsearch, "GET", "/greetings/_search?q=text:namaste", "").body()
                        .contains("\"value\":1");
            }
        });
    }

    private static void require2xx(HttpResponse<String> response) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.body());
        }
    }

    private static HttpResponse<String> send(Elasticsearch server, String method, String path, String body)
            throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(server.url() + path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
