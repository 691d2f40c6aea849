package radio.tarang.program.export;

import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

import radio.tarang.program.Given;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** The documents of ETSI TS 102 818 against what its annex B asks for: order of elements, required ones, lengths, forms of times and ids. */
class SpiIT {
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
    private static final LocalDate DAY = LocalDate.now(KOLKATA).plusDays(5);
    private static final Instant MIDNIGHT = DAY.atStartOfDay(KOLKATA).toInstant();
    private static final String TIME_POINT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)";
    private static final RunningService service = RunningService.shared();
    private static String station = "";
    private static String crossing = "";

    @BeforeAll
    static void programmes() {
        station = Given.station(service, "आकाशवाणी पुणे, the station with a very long name indeed", "MH");
        crossing = Rich.program(service, station, MIDNIGHT.minusSeconds(1800), MIDNIGHT.plusSeconds(1800), Map.of());
        Rich.program(service, station, MIDNIGHT.plusSeconds(1800), MIDNIGHT.plusSeconds(7200),
                Map.of("title", "क्षत्रिय".repeat(30)));
        Given.program(service, station, "Plain", MIDNIGHT.plusSeconds(7200), MIDNIGHT.plusSeconds(7201));
        Given.program(service, station, "The day after", MIDNIGHT.plusSeconds(86_400), MIDNIGHT.plusSeconds(90_000));
    }

    @Test
    void aDayOfProgrammesInTheOrderAndTheLengthsTheStandardAsksFor() {
        Element epg = Rich.dom(get(day(DAY)).raw().body()).getDocumentElement();
        assertThat(epg.getNamespaceURI()).isEqualTo("http://www.worlddab.org/schemas/spi");
        assertThat(epg.getLocalName()).isEqualTo("epg");
        Element scope = Rich.elements(epg, "scope").getFirst();
        assertThat(time(scope.getAttribute("startTime"))).isEqualTo(MIDNIGHT.minusSeconds(1800));
        assertThat(time(scope.getAttribute("stopTime"))).isEqualTo(MIDNIGHT.plusSeconds(86_400));
        assertThat(Rich.elements(scope, "serviceScope").getFirst().getAttribute("id"))
                .isEqualTo("https://radio.example.org/live.m3u8");
        List<Element> programmes = Rich.elements(epg, "programme");
        assertThat(programmes).hasSize(3);
        assertThat(programmes).allSatisfy(SpiIT::assertProgramme);
        Element first = programmes.getFirst();
        assertThat(first.getAttribute("id")).isEqualTo("crid://tarang.radio/" + crossing);
        assertThat(children(first)).containsExactly("shortName", "mediumName", "longName", "location",
                "mediaDescription", "mediaDescription", "presentationLanguage", "keywords", "credits");
        assertThat(Rich.text(first, "longName")).isEqualTo(Rich.TITLE);
        assertThat(Rich.text(first, "longDescription")).isEqualTo(Rich.DESCRIPTION);
        Element airtime = Rich.elements(first, "time").getFirst();
        assertThat(time(airtime.getAttribute("time"))).isEqualTo(MIDNIGHT.minusSeconds(1800));
        assertThat(Duration.parse(airtime.getAttribute("duration"))).isEqualTo(Duration.ofHours(1));
        assertThat(children(programmes.get(2))).containsExactly("shortName", "mediumName", "longName", "location");
    }

    @Test
    void programmesWhoseIdsEndAlikeHaveShortIdsOfTheirOwnForLife() {
        String elsewhere = Given.station(service, "Elsewhere", "KL");
        Map<String, String> shortIds = new HashMap<>();
        for (String one : List.of(station, station, elsewhere)) {
            LocalDate later = DAY.plusDays(20 + shortIds.size());
            Instant start = later.atTime(6, 0).toInstant(ZoneOffset.UTC);
            UUID id = UUID.randomUUID();
            UUID alike = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() & ~0xFF_FFFFL | 0xAB_CDEF);
            service.jdbc().sql("UPDATE program SET id = ? WHERE id = ?").param(alike)
                    .param(UUID.fromString(Given.program(service, one, "Alike", start, start.plusSeconds(60))))
                    .update();
            String before = shortId(one, later);
            assertThat(service.put("/api/v1/admin/programs/" + alike,
                    Given.body(one, "Alike, edited", start, start.plusSeconds(120))).status()).isEqualTo(200);
            assertThat(shortId(one, later)).isEqualTo(before);
            shortIds.put(before, one);
        }
        assertThat(shortIds).hasSize(3);
    }

    private static String shortId(String ofStation, LocalDate day) {
        String path = "/api/v1/stations/" + ofStation + "/spi/" + DateTimeFormatter.BASIC_ISO_DATE.format(day)
                + "_PI.xml";
        List<Element> programmes = Rich.elements(Rich.dom(get(path).raw().body()).getDocumentElement(), "programme");
        assertThat(programmes).hasSize(1);
        return programmes.getFirst().getAttribute("shortId");
    }

    @Test
    void theStationsWithTheWaysToHearThem() {
        Element root = Rich.dom(get("/api/v1/spi/SI.xml").raw().body()).getDocumentElement();
        assertThat(root.getLocalName()).isEqualTo("serviceInformation");
        assertThat(root.getAttribute("creationTime")).matches(TIME_POINT);
        assertThat(Rich.elements(root, "services").getFirst().getFirstChild().getLocalName())
                .isEqualTo("serviceProvider");
        Element ours = Rich.elements(root, "service").stream()
                .filter(one -> Rich.text(one, "longName").startsWith("आकाशवाणी पुणे, the")).findFirst().orElseThrow();
        assertThat(children(ours)).containsExactly("shortName", "mediumName", "longName", "presentationLanguage",
                "bearer", "radiodns", "geolocation");
        assertNames(ours);
        Element bearer = Rich.elements(ours, "bearer").getFirst();
        assertThat(bearer.getAttribute("mimeValue")).isEqualTo("application/vnd.apple.mpegurl");
        assertThat(bearer.getAttribute("cost")).matches("\\d+");
        assertThat(Rich.elements(ours, "radiodns").getFirst().getAttribute("serviceIdentifier"))
                .matches("[a-z0-9]{1,16}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026011_PI.xml", "20260230_PI.xml", "00000101_PI.xml", "tomorrow_PI.xml"})
    void refusesWhatIsNoDay(String file) {
        assertThat(service.get("/api/v1/stations/" + station + "/spi/" + file).status()).isEqualTo(400);
    }

    @Test
    void cutsNamesBetweenCharactersAsReadersSeeThem() {
        assertThat(SpiForm.cut("short", 8)).isEqualTo("short");
        assertThat(SpiForm.cut("नमस्ते दुनिया", 3)).isEqualTo("नम");
        assertThat(SpiForm.cut("ab\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67cd", 4)).isEqualTo("ab");
    }

    /** The schema is ETSI's and not ours to keep a copy of; give its path to check against it. */
    @Test
    @EnabledIfSystemProperty(named = "tarang.spi.xsd", matches = ".+")
    void isValidByTheStandardsOwnSchema() throws Exception {
        SchemaFactory schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        var validator = schemas.newSchema(Path.of(System.getProperty("tarang.spi.xsd")).toFile()).newValidator();
        for (String path : List.of(day(DAY), day(DAY.plusDays(1)), day(DAY.plusDays(9)), "/api/v1/spi/SI.xml")) {
            validator.validate(new StreamSource(new StringReader(get(path).raw().body())));
        }
    }

    private static void assertProgramme(Element programme) {
        assertThat(programme.getAttribute("id")).matches("crid://.*/.*");
        assertThat(Integer.parseInt(programme.getAttribute("shortId"))).isBetween(0, 16_777_215);
        assertThat(Integer.parseInt(programme.getAttribute("version"))).isPositive();
        assertNames(programme);
        Element time = Rich.elements(programme, "time").getFirst();
        assertThat(time.getAttribute("time")).matches(TIME_POINT);
        assertThat(time.getAttribute("duration")).matches("PT[^.]+");
        Rich.elements(programme, "shortDescription")
                .forEach(text -> assertThat(codePoints(text.getTextContent())).isLessThanOrEqualTo(180));
        Rich.elements(programme, "longDescription")
                .forEach(text -> assertThat(codePoints(text.getTextContent())).isLessThanOrEqualTo(1200));
        // a description or one multimedia, never both
        Rich.elements(programme, "mediaDescription").forEach(media -> assertThat(children(media)).isIn(
                List.of("shortDescription", "longDescription"), List.of("multimedia")));
    }

    private static void assertNames(Element named) {
        assertThat(codePoints(Rich.text(named, "shortName"))).isBetween(1, 8);
        assertThat(codePoints(Rich.text(named, "mediumName"))).isBetween(1, 16);
        assertThat(codePoints(Rich.text(named, "longName"))).isBetween(1, 128);
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    private static List<String> children(Element element) {
        List<String> names = new ArrayList<>();
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            names.add(node.getLocalName());
        }
        return names;
    }

    private static Instant time(String text) {
        assertThat(text).matches(TIME_POINT);
        return OffsetDateTime.parse(text).toInstant();
    }

    private static String day(LocalDate day) {
        return "/api/v1/stations/" + station + "/spi/" + DateTimeFormatter.BASIC_ISO_DATE.format(day) + "_PI.xml";
    }

    private static Answer get(String path) {
        Answer answer = service.get(path);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer;
    }
}
