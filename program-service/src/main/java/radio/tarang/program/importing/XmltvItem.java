package radio.tarang.program.importing;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What an XMLTV file is made of, as found there: nothing is interpreted yet. The line is where the element's start tag ends. */
sealed interface XmltvItem {
    int line();

    record Channel(int line, String id, List<String> names, @Nullable String language) implements XmltvItem {
    }

    /**
     * @param presenters from the credits, in the file's order
     * @param keywords other than the categories
     */
    record Broadcast(int line, @Nullable String channel, @Nullable String start, @Nullable String stop,
            @Nullable String title,
            @Nullable String language, @Nullable String subTitle, @Nullable String description, List<String> categories,
            List<String> keywords, List<String> presenters, @Nullable String icon, @Nullable String ownId,
            @Nullable String externalId) implements XmltvItem {

        Broadcast endingAt(@Nullable String stopTime) {
            return new Broadcast(line, channel, start, stopTime, title, language, subTitle, description, categories,
                    keywords, presenters, icon,
                    ownId, externalId);
        }
    }
}
