package radio.tarang.faults.story;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import org.junit.jupiter.api.Assumptions;

/** The Chromium of this machine; stories that need it are skipped, and say so, where there is none. */
record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {

    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");
    private static final int WAIT_MILLIS = 20_000;

    static Chromium launch() {
        Optional<Path> executable = executable();
        Assumptions.assumeTrue(executable.isPresent(),
                "No Chromium on this machine (Debian: apt-get install chromium)");
        Playwright playwright = Playwright
                .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chromium(playwright, playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(executable.orElseThrow()).setHeadless(true).setArgs(FLAGS)));
    }

    /** Somebody with a browser of their own: its tabs share what it remembers. */
    BrowserContext visitor() {
        BrowserContext visitor = browser
                .newContext(new Browser.NewContextOptions().setLocale("en-IN").setViewportSize(1280, 800));
        visitor.setDefaultTimeout(WAIT_MILLIS);
        return visitor;
    }

    private static Optional<Path> executable() {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream
                .of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
                        "/usr/bin/google-chrome-stable",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
                .map(Path::of).filter(Files::isExecutable).findFirst();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
