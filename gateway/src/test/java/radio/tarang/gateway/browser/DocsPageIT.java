package radio.tarang.gateway.browser;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.Route.FulfillOptions;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The API's description in a browser: drawn from our own origin alone, under its strict policy. */
class DocsPageIT extends PageTest {

    @Test
    void theApiIsShownAndOpensWithoutAskingAnybodyElse() {
        Visit visit = visit().openBare();
        List<String> asked = new ArrayList<>();
        visit.page.onRequest(request -> asked.add(URI.create(request.url()).getScheme() + ' '
                + URI.create(request.url()).getAuthority()));
        visit.page.context().route("**/api/v1/openapi.json", route -> route.fulfill(new FulfillOptions()
                .setContentType("application/json")
                .setPath(Path.of(System.getProperty("tarang.root"), "docs/contracts/openapi/program-service.json"))));
        URI docs = URI.create(visit.page.url()).resolve("/docs");
        visit.page.navigate(docs.toString());
        visit.page.locator(".opblock-summary").first().waitFor();
        visit.page.locator(".opblock-summary").first().click();
        assertThat(visit.page.locator(".opblock-body").first()).isVisible();
        assertThat(asked).isNotEmpty().allMatch(a -> a.startsWith("data ") || a.equals("http " + docs.getAuthority()));
    }
}
