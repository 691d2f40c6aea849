package radio.tarang.program.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.jspecify.annotations.Nullable;

/** An XML document being written, into memory. What XML cannot say (U+FFFE, U+FFFF) becomes the replacement character. */
final class XmlOut {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    /** Writes what is inside of an element. */
    interface Content {
        void write() throws XMLStreamException;
    }

    /** Writes a document. */
    interface Document {
        void write(XmlOut out) throws XMLStreamException;
    }

    private final XMLStreamWriter xml;

    private XmlOut(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static byte[] document(Document document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
        try {
            XMLStreamWriter xml = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            document.write(new XmlOut(xml));
            xml.writeEndDocument();
            xml.flush();
            return bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // memory does not fail, and the documents are well-formed by construction
        }
    }

    /** An element, with what it holds written by {@code content}: its attributes first. */
    void element(String name, Content content) throws XMLStreamException {
        xml.writeStartElement(name);
        content.write();
        xml.writeEndElement();
    }

    /** The outermost element, whose namespace all others share. */
    void root(String name, String namespace, Content content) throws XMLStreamException {
        element(name, () -> {
            xml.writeDefaultNamespace(namespace);
            content.write();
        });
    }

    /** An element of text; nothing if there is none. */
    void text(String name, @Nullable String text) throws XMLStreamException {
        text(name, text, null);
    }

    /** @param language for {@code xml:lang}; none if null */
    void text(String name, @Nullable String text, @Nullable String language) throws XMLStreamException {
        if (text != null) {
            element(name, () -> {
                language(language);
                characters(text);
            });
        }
    }

    /** Nothing if there is no value. */
    void attribute(String name, @Nullable String value) throws XMLStreamException {
        if (value != null) {
            xml.writeAttribute(name, legal(value));
        }
    }

    void language(@Nullable String language) throws XMLStreamException {
        if (language != null) {
            xml.writeAttribute("xml", "http://www.w3.org/XML/1998/namespace", "lang", language);
        }
    }

    /** An attribute of a foreign namespace, which is declared with it. */
    void namespaced(String prefix, String namespace, String name, String value) throws XMLStreamException {
        xml.writeNamespace(prefix, namespace);
        xml.writeAttribute(prefix, namespace, name, value);
    }

    void characters(String text) throws XMLStreamException {
        xml.writeCharacters(legal(text));
    }

    private static String legal(String text) {
        return text.replace('\uFFFE', '\uFFFD').replace('\uFFFF', '\uFFFD');
    }
}
