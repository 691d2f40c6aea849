package radio.tarang.program.importing;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Marks;

/**
 * Pulls channels and programmes out of an XMLTV file one by one, in constant memory. A DOCTYPE is stepped over: it is never fetched, declares nothing and
 * expands nothing. Depth and the length of every text are bounded; what is longer than any field may be is cut at a length that the field's own limit
 * still refuses.
 *
 * @see <a href="https://github.com/XMLTV/xmltv/blob/master/xmltv.dtd">xmltv.dtd</a>
 */
final class XmltvReader implements AutoCloseable {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_TEXT_CHARS = 8192;
    private static final int MAX_REPEATED = 20;
    private static final Pattern ENDED_EARLY = Pattern
            .compile("same entity|end of file|unexpected end|must be terminated|premature", Pattern.CASE_INSENSITIVE);

    private final XMLStreamReader xml;
    private int depth;

    XmltvReader(InputStream in) throws Unreadable {
        try {
            xml = factory().createXMLStreamReader(in);
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    /** The next channel or programme; null at the proper end of the file. */
    @Nullable
    XmltvItem next() throws Unreadable {
        try {
            while (xml.hasNext()) {
                int event = step();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    String name = xml.getLocalName();
                    if (depth == 1 && !name.equals("tv")) {
                        throw new Unreadable(line(), "This is not XMLTV: the file's outermost element is <"
                                + shortened(name) + ">, not <tv>.");
                    }
                    if (depth == 2 && name.equals("channel")) {
                        return channel();
                    }
                    if (depth == 2 && name.equals("programme")) {
                        return broadcast();
                    }
                }
            }
            return null;
        } catch (XMLStreamException e) {
            throw unreadable(e);
        }
    }

    private XmltvItem.Channel channel() throws XMLStreamException, Unreadable {
        int line = line();
        String id = xml.getAttributeValue(null, "id");
        List<String> names = new ArrayList<>();
        String language = null;
        while (step() != XMLStreamConstants.END_ELEMENT || depth > 1) {
            if (xml.isStartElement() && depth == 3 && xml.getLocalName().equals("display-name")) {
                language = language == null ? xml.getAttributeValue(null, "lang") : language;
                add(names, text());
            }
        }
        return new XmltvItem.Channel(line, id == null ? "" : id, names, language);
    }

    private XmltvItem.Broadcast broadcast() throws XMLStreamException, Unreadable {
        int line = line();
        String channel = xml.getAttributeValue(null, "channel");
        String start = xml.getAttributeValue(null, "start");
        String stop = xml.getAttributeValue(null, "stop");
        String title = null;
        String language = null;
        String subTitle = null;
        String description = null;
        String icon = null;
        String ownId = null;
        String externalId = null;
        List<String> categories = new ArrayList<>();
        List<String> keywords = new ArrayList<>();
        List<String> presenters = new ArrayList<>();
        while (step() != XMLStreamConstants.END_ELEMENT || depth > 1) {
            if (!xml.isStartElement()) {
                continue;
            }
            String element = xml.getLocalName();
            String lang = xml.getAttributeValue(null, "lang");
            String system = xml.getAttributeValue(null, "system");
            // Of texts in several languages the first one counts: the file puts its own language first.
            if (depth == 3 && element.equals("title") && title == null) {
                title = text();
                language = lang;
            } else if (depth == 3 && element.equals("sub-title") && subTitle == null) {
                subTitle = text();
            } else if (depth == 3 && element.equals("desc") && description == null) {
                description = text();
            } else if (depth == 3 && element.equals("category")) {
                add(categories, text());
            } else if (depth == 3 && element.equals("keyword")) {
                add(keywords, text());
            } else if (depth == 3 && element.equals("icon") && icon == null) {
                icon = xml.getAttributeValue(null, "src");
            } else if (depth == 3 && element.equals("episode-num") && Marks.XMLTV_OWN_ID.equals(system)) {
                ownId = text();
            } else if (depth == 3 && element.equals("episode-num") && Marks.XMLTV_EXTERNAL_ID.equals(system)) {
                externalId = text();
            } else if (depth == 4 && element.equals("presenter")) {
                add(presenters, text());
            }
        }
        return new XmltvItem.Broadcast(line, channel, start, stop, title, language, subTitle, description, categories,
                keywords, presenters, icon,
                ownId, externalId);
    }

    /** The text of the element we stand on, up to its end tag; markup inside is ignored. */
    private String text() throws XMLStreamException, Unreadable {
        StringBuilder text = new StringBuilder();
        int outside = depth - 1;
        while (step() != XMLStreamConstants.END_ELEMENT || depth > outside) {
            if ((xml.isCharacters() || xml.getEventType() == XMLStreamConstants.CDATA)
                    && text.length() < MAX_TEXT_CHARS) {
                String piece = xml.getText();
                text.append(piece, 0, Math.min(piece.length(), MAX_TEXT_CHARS - text.length()));
            }
        }
        return text.toString();
    }

    private int step() throws XMLStreamException, Unreadable {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT && ++depth > MAX_DEPTH) {
            throw new Unreadable(line(), "Elements are nested deeper than " + MAX_DEPTH + ".");
        }
        if (event == XMLStreamConstants.END_ELEMENT) {
            depth--;
        }
        return event;
    }

    private int line() {
        return xml.getLocation().getLineNumber();
    }

    private Unreadable unreadable(XMLStreamException e) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
        String reason = String.valueOf(e.getMessage()).replaceFirst("(?s)^ParseError at.*?Message: ", "");
        if (depth > 0 && ENDED_EARLY.matcher(reason).find()) {
            return new Unreadable(line,
                    "The file ends too early, in line " + line + ": it is cut off. What came before was imported.");
        }
        return new Unreadable(line, "The file is not well-formed XML: " + shortened(reason));
    }

    private static void add(List<String> texts, String text) {
        if (!text.isBlank() && texts.size() < MAX_REPEATED) {
            texts.add(text);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    @Override
    public void close() {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            // It holds no resource of its own; the stream below is closed by whoever opened it.
        }
    }
}
