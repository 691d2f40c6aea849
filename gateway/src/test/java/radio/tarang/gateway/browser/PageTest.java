package radio.tarang.gateway.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import com.microsoft.playwright.Route.FetchOptions;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import radio.tarang.gateway.GatewayApplication;
import radio.tarang.gateway.GatewayStory;
import radio.tarang.local.test.TestKafka;
import radio.tarang.local.test.TestServers;

/** The real gateway with {@link RadioFixture} and {@link PeopleFixture} behind it, and a browser in front; one of each for all tests here. */
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class PageTest {

    static final int PHONE = 360;
    static final int DESKTOP = 1280;
    static final RadioFixture radio = new RadioFixture();
    static final PeopleFixture people = new PeopleFixture();
    private static final String TOPICS = "it-page.";
    private static final Browser browser = Browser.launch();

    @LocalServerPort
    private int port;
    private final List<Visit> visits = new ArrayList<>();

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        TestKafka kafka = TestServers.kafka();
        kafka.createTopics(TOPICS);
        properties.add("spring.kafka.bootstrap-servers", kafka::bootstrapServers);
        properties.add("tarang.topics.program-events", () -> TOPICS + "program.events");
        properties.add("tarang.topics.interaction-events", () -> TOPICS + "interaction.events");
        properties.add("tarang.session.keys", () -> GatewayStory.SESSION_KEYS);
        properties.add("tarang.services.program", radio::address);
        properties.add("tarang.services.notification", radio::address);
        properties.add("tarang.services.user", people::address);
        properties.add("tarang.services.identity", people::address);
        properties.add("tarang.identity.issuer", () -> SignedToken.ISSUER);
        properties.add("tarang.identity.jwks-uri",
                () -> people.address() + "/identity/realms/tarang/protocol/openid-connect/certs");
        // Sockets that a test refuses open the feed's breaker for the tests after it.
        properties.add("tarang.upstream.open-for", () -> "1s");
        properties.add("tarang.web.stream-hosts", radio::address);
    }

    @BeforeEach
    void nothingIsOnAir() {
        radio.clear();
        people.clear();
    }

    @AfterEach
    void everybodyLeaves() {
        visits.forEach(Visit::close);
    }

    Visit visit() {
        return visit(DESKTOP, ColorScheme.LIGHT, false);
    }

    Visit visit(int width, ColorScheme scheme, boolean keepPage) {
        Visit visit = new Visit(browser, "http://127.0.0.1:" + port, width, scheme, keepPage);
        // Straight to the fixture: what the gateway lets through to the real login page is told by AccountStoryIT.
        visit.page.context().route("**/identity/**", route -> {
            String path = URI.create(route.request().url()).getRawPath();
            String query = URI.create(route.request().url()).getRawQuery();
            route.fulfill(new FulfillOptions().setResponse(
                    route.fetch(new FetchOptions().setUrl(people.address() + path + "?" + query))));
        });
        visits.add(visit);
        return visit;
    }
}
