package radio.tarang.gateway.edge;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;

import radio.tarang.gateway.GatewayStory;

import static org.assertj.core.api.Assertions.assertThat;

/** The web client's files as a browser gets them. */
class PagesIT extends GatewayStory {

    @Test
    void theIndexIsRevalidatedAndUnderAStrictPolicy() {
        HttpResponse<String> index = get("/");
        assertThat(index.statusCode()).isEqualTo(200);
        assertThat(header(index, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(index, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(index, "Date")).isNotEmpty();
        assertThat(header(index, "Content-Security-Policy")).startsWith("default-src 'none'; script-src 'self';")
                .contains("frame-ancestors 'none'", "media-src 'self' https: blob:", "https://stream.zeno.fm")
                .doesNotContain("unsafe", "script-src *");
        assertThat(get("/", "If-None-Match", header(index, "ETag")).statusCode()).isEqualTo(304);
        assertThat(header(get("/", "Accept-Encoding", "br, gzip"), "Content-Encoding")).isEqualTo("br");
    }

    @Test
    void thePlayerLibraryIsOursToServe() {
        HttpResponse<String> hls = get("/vendor/hls.min.js");
        assertThat(header(hls, "Content-Type")).startsWith("text/javascript");
        assertThat(hls.body()).hasSizeGreaterThan(100_000);
        assertThat(header(get("/vendor/hls.min.js?v=1.4.12"), "Cache-Control")).contains("immutable");
    }

    @Test
    void filesAreReadOnlyAndAnsweredAlsoWhenTheHandlerPassesThemOn() {
        assertThat(send("POST", "/", "x").statusCode()).isEqualTo(405);
        assertThat(header(send("POST", "/", "x"), "Allow")).contains("GET");
        String old = raw("GET / HTTP/1.0\r\n\r\n", false, 3_000);
        assertThat(old).contains("200 OK", "<!doctype html>").endsWith("<closed>");
    }
}
