package radio.tarang.local.topic;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One entry of topics.yaml. */
public record Topic(String name, int partitions, Map<String, String> config) {

    /** @param root of the checkout */
    public static List<Topic> ofCheckout(Path root) throws IOException {
        return read(root.resolve("docs/contracts/topics.yaml"));
    }

    static List<Topic> read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            List<Topic> topics = new ArrayList<>();
            map(map(document, "the file").get("topics"), "topics")
                    .forEach((name, entry) -> topics.add(topic(name, map(entry, name))));
            return topics;
        } catch (IllegalArgumentException malformed) {
            throw new IOException(file + ": " + malformed.getMessage(), malformed);
        }
    }

    private static Topic topic(String name, Map<String, Object> entry) {
        if (!(entry.get("partitions") instanceof Integer partitions) || partitions < 1) {
            throw new IllegalArgumentException(name + " needs a number of partitions");
        }
        Map<String, String> config = new TreeMap<>();
        map(entry.getOrDefault("config", Map.of()), name)
                .forEach((setting, value) -> config.put(setting, String.valueOf(value)));
        return new Topic(name, partitions, config);
    }

    private static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value, String where) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(where + " is not a map");
        }
        Map<String, Object> typed = new TreeMap<>();
        map.forEach((key, entry) -> typed.put(String.valueOf(key), entry));
        return typed;
    }
}
