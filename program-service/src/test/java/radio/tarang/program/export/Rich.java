package radio.tarang.program.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;

/** Programmes that say all there is to say, in characters that formats have opinions about, and readers for what comes out. */
public final class Rich {
    public static final String TITLE = "सुबह, \"तरंग\"; 50% <b>&amp; \\n \uD83D\uDCFB";
    public static final String DESCRIPTION = "पहली पंक्ति, लम्बी ".repeat(12) + "\nzweite; Zeile\\\n\n;END:VEVENT ]]>";

    private Rich() {
    }

    /** The id of a new programme with everything. */
    public static String program(RunningService service, String station, Instant start, Instant end,
            Map<String, Object> more) {
        Map<String, Object> body = new java.util.HashMap<>(Map.of("stationId", station, "title", TITLE, "description",
                DESCRIPTION, "category", "News, talk; more", "hostName", "Asha \"Rawat\", Tom; Ø", "language", "hi-IN",
                "imageUrl", "https://radio.example/a.png?x=1&y=2", "tags", List.of("संगीत", "a,b", "c;d\\e"),
                "scheduledStart", start.toString(), "scheduledEnd", end.toString()));
        body.putAll(more);
        Answer answer = service.post("/api/v1/admin/programs?allowOverlap=true",
                JsonMapper.shared().writeValueAsString(body));
        if (answer.status() != 201) {
            throw new AssertionError(answer.raw().body());
        }
        return answer.text("id");
    }

    public static Document dom(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(xml, e);
        }
    }

    public static List<Element> elements(Element under, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = under.getElementsByTagNameNS("*", name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    public static String text(Element under, String name) {
        return elements(under, name).getFirst().getTextContent();
    }
}
