package radio.tarang.gateway.browser;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ServiceWorkerPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One listener's browser at the page, with a memory of its own. On leaving it asserts that the page kept its content
 * policy and threw nothing.
 */
final class Visit implements AutoCloseable {

    private static final int WAIT_MILLIS = 15_000;

    private final BrowserContext context;
    private final String address;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    final Page page;

    /** @param keepPage whether the service worker may keep the page for the time without a network */
    Visit(Browser browser, String address, int width, ColorScheme scheme, boolean keepPage) {
        this.address = address;
        context = browser.chromium().newContext(new NewContextOptions().setViewportSize(width, 800).setLocale("en-IN")
                .setColorScheme(scheme)
                .setServiceWorkers(keepPage ? ServiceWorkerPolicy.ALLOW : ServiceWorkerPolicy.BLOCK));
        context.setDefaultTimeout(WAIT_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MILLIS); // a poll that comes too early is followed by one 5 s later
        page = tab();
    }

    /** Another tab of the same browser, watched like the first. */
    Page tab() {
        Page tab = context.newPage();
        tab.onPageError(faults::add);
        tab.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                faults.add(message.text());
            }
        });
        return tab;
    }

    /** By the login page, as {@link PeopleFixture} has it; comes back signed in. */
    Visit signIn() {
        page.locator("#sign-in").click();
        page.locator("#enter").click();
        page.locator("#me").waitFor();
        return this;
    }

    /** The account's page of that name. */
    Visit openAccount(String name) {
        page.navigate(address + "/#/account/" + name);
        return this;
    }

    Locator message() {
        return page.locator("#message p");
    }

    Visit open(String stateId) {
        page.navigate(address + "/#" + stateId);
        return this;
    }

    Visit openBare() {
        page.navigate(address + "/");
        return this;
    }

    /** The socket is up and has told what is on air: from here on every change comes through it. */
    Visit live() {
        page.locator("#status[data-status=live]").waitFor();
        return this;
    }

    void awaitStatus(String status) {
        page.locator("#status[data-status=" + status + "]").waitFor();
    }

    Locator card(String id) {
        return page.locator(".card[data-key='" + id + "']");
    }

    Locator knob(String id) {
        return card(id).locator(".knob");
    }

    double progress(String id) {
        String done = (String) card(id).locator(".course")
                .evaluate("course => course.style.getPropertyValue('--done')");
        return done.isEmpty() ? 0 : Double.parseDouble(done.substring(0, done.length() - 1));
    }

    void network(boolean there) {
        context.setOffline(!there);
    }

    @Override
    public void close() {
        context.close();
        assertThat(faults).as("faults in the page's console").isEmpty();
    }
}
