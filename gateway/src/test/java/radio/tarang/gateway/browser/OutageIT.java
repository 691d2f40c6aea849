package radio.tarang.gateway.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The page while something between it and the stations is away. */
class OutageIT extends PageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void readsTheListingWhileTheSocketIsAwayAndResumesWhereItStopped() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात"));
        Visit visit = visit().open("MH").live();
        radio.tell("PROGRAM_UPDATED",
                Map.of("id", "e1", "sequence", 3, "programId", "p1", "state", "MH", "updates",
                        Map.of("title", "पहिली")));
        assertThat(visit.card("p1").locator(".title")).hasText("पहिली");
        String reached = radio.cursor();

        radio.put(Broadcast.live("p2", "Akashvani Pune", "MH", "दुसरी"));
        radio.refuseSockets(true);
        visit.awaitStatus("polling");
        assertThat(visit.card("p2")).isVisible();

        radio.refuseSockets(false);
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).ignoreExceptions().untilAsserted(visit::live);
        assertThat(radio.subscriptions().getLast().path("cursor").stringValue()).isEqualTo(reached);
    }

    @Test
    void aSocketThatSaysNothingIsGivenUp() {
        radio.acceptInSilence(true);
        int before = radio.opened();
        Visit visit = visit().open("MH");
        await().untilAsserted(() -> assertThat(radio.opened()).isGreaterThan(before));
        visit.awaitStatus("polling");
        radio.acceptInSilence(false);
        // Well before the minute of silence that ends a socket which had been talking.
        await().atMost(PATIENCE.dividedBy(3)).pollDelay(Duration.ZERO).ignoreExceptions().untilAsserted(visit::live);
    }

    @Test
    void everyFileOfThePageIsKeptForTheTimeWithoutANetwork() throws IOException {
        Visit visit = visit(PHONE, ColorScheme.LIGHT, true).open("MH").live();
        visit.page.evaluate(
                """
                        () => Promise.race([navigator.serviceWorker.ready.then(() => true), new Promise((_, fail) =>
                          setTimeout(() => fail(new Error("the service worker did not install: is a file of its list missing?")), 15000))])
                        """);
        List<?> kept = (List<?>) visit.page.evaluate(
                """
                        async () => {
                          const all = [];
                          for (const name of await caches.keys())
                            for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname);
                          return all;
                        }
                        """);
        List<String> files = Arrays
                .stream(new PathMatchingResourcePatternResolver().getResources("classpath:/static/**"))
                .filter(Resource::isReadable).map(OutageIT::path)
                .filter(path -> !path.endsWith("/sw.js") && !path.startsWith("/docs/"))
                .filter(path -> !path.contains("/console")).toList(); // where there is nothing to do without a network
        assertThat(files).hasSizeGreaterThan(30);
        assertThat(kept.stream().map(Object::toString)).containsExactlyInAnyOrderElementsOf(files);
    }

    private static String path(Resource file) {
        try {
            String path = file.getURL().getPath();
            path = path.substring(path.lastIndexOf("/static/") + "/static".length());
            return path.equals("/index.html") ? "/" : path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void showsTheLastKnownListingWithItsAgeWithoutANetwork() {
        radio.put(Broadcast.live("p1", "Akashvani Mumbai", "MH", "मंगल प्रभात"));
        Visit visit = visit(PHONE, ColorScheme.LIGHT, true).open("MH").live();
        visit.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)");
        visit.page.waitForFunction("() => navigator.serviceWorker.controller !== null");

        visit.network(false);
        visit.page.reload();
        assertThat(visit.card("p1").locator(".title")).hasText("मंगल प्रभात");
        visit.awaitStatus("offline");
        assertThat(visit.page.locator("#notice")).containsText("less than a minute ago");

        visit.network(true);
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).ignoreExceptions().untilAsserted(visit::live);
        assertThat(visit.page.locator("#notice")).isHidden();
    }
}
