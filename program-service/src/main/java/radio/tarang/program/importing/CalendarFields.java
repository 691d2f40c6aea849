package radio.tarang.program.importing;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import net.fortuna.ical4j.data.CalendarParserImpl;
import net.fortuna.ical4j.data.ContentHandler;
import net.fortuna.ical4j.data.ParserException;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one component, as they stand there. The library takes the lines apart; making objects of their values is left to whoever needs one,
 * so that nothing is looked up, registered or refused for a property that nobody asked for.
 *
 * @param component its name, in upper case
 */
record CalendarFields(String component, List<Field> fields) {
    /** @param value as written, escapes included */
    record Field(String name, Map<String, String> parameters, String value) {
        @Nullable
        String parameter(String parameter) {
            return parameters.get(parameter);
        }

        /** The value as TEXT (RFC 5545 §3.3.11). A comma that should have been escaped is a comma. */
        String text() {
            return String.join(",", texts());
        }

        /** The value as a list of TEXT. */
        List<String> texts() {
            List<String> texts = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '\\' && i + 1 < value.length()) {
                    char escaped = value.charAt(++i);
                    text.append(escaped == 'n' || escaped == 'N' ? '\n' : escaped);
                } else if (c == ',') {
                    texts.add(text.toString());
                    text.setLength(0);
                } else {
                    text.append(c);
                }
            }
            texts.add(text.toString());
            return texts;
        }
    }

    /**
     * The component first, then those nested in it.
     *
     * @throws ParserException if a line of it is none
     */
    static List<CalendarFields> of(CalendarBlocks.Block block) throws ParserException {
        Collector collector = new Collector();
        try {
            new CalendarParserImpl(true).parse(
                    new StringReader("BEGIN:VCALENDAR\r\n" + block.text() + "END:VCALENDAR\r\n"), collector);
        } catch (IOException e) {
            throw new ParserException(String.valueOf(e.getMessage()), block.line(), e);
        }
        return collector.components;
    }

    Optional<Field> first(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    List<Field> all(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).toList();
    }

    @Nullable
    String text(String name) {
        return first(name).map(Field::text).orElse(null);
    }

    private static final class Collector implements ContentHandler {
        private final List<CalendarFields> components = new ArrayList<>();
        private final Deque<CalendarFields> open = new ArrayDeque<>();
        private Map<String, String> parameters = new HashMap<>();
        private String value = "";

        @Override
        public void startComponent(String name) {
            CalendarFields component = new CalendarFields(name.toUpperCase(Locale.ROOT), new ArrayList<>());
            components.add(component);
            open.push(component);
        }

        @Override
        public void endComponent(String name) {
            open.pop();
        }

        @Override
        public void startProperty(String name) {
            parameters = new HashMap<>();
            value = "";
        }

        @Override
        public void parameter(String name, String text) {
            boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
            parameters.put(name.toUpperCase(Locale.ROOT), quoted ? text.substring(1, text.length() - 1) : text);
        }

        @Override
        public void propertyValue(String text) {
            value = text;
        }

        @Override
        public void endProperty(String name) {
            if (!open.isEmpty()) {
                open.element().fields().add(new Field(name.toUpperCase(Locale.ROOT), Map.copyOf(parameters), value));
            }
        }

        @Override
        public void startCalendar() {
            // ours, around the component
        }

        @Override
        public void endCalendar() {
            // ours, around the component
        }
    }
}
