package radio.tarang.local.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Stale paths and names are the commonest defect of documents: a link, a path or a test that is not there fails here. */
class DocumentsTests {
    private static final Path ROOT = Path.of(System.getProperty("tarang.root", "../..")).toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)");
    private static final Pattern QUOTED_PATH = Pattern.compile(
            "`((?:deploy|docs|charts|outbox|gateway|[a-z]+-service)/[\\w./-]+)`");
    private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w+(?:Tests|IT))(?:\\.(\\w+))?`");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        assertThat(missing(LINK, (document) -> (link) -> link.group(1).matches("[a-z]+:.*")
                || Files.exists(document.resolveSibling(link.group(1))))).isEmpty();
    }

    @Test
    void everyQuotedPathExists() throws IOException {
        assertThat(missing(QUOTED_PATH, (document) -> (path) -> path.group(1).contains("/target/")
                || Files.exists(ROOT.resolve(path.group(1))))).isEmpty();
    }

    @Test
    void everyNamedTestExists() throws IOException {
        var sources = files(".java").collect(Collectors.toMap((file) -> file.getFileName().toString(), List::of,
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));

        assertThat(missing(TEST_NAME, (document) -> (test) -> sources.getOrDefault(test.group(1) + ".java", List.of())
                .stream()
                .anyMatch((source) -> test.group(2) == null || read(source).contains("void " + test.group(2) + "("))))
                .isEmpty();
    }

    private static List<String> missing(Pattern pattern,
            Function<Path, java.util.function.Predicate<MatchResult>> there)
            throws IOException {
        var missing = new ArrayList<String>();
        for (var document : files(".md").toList()) {
            pattern.matcher(read(document)).results().filter(there.apply(document).negate())
                    .forEach((found) -> missing.add(ROOT.relativize(document) + ": " + found.group(1)));
        }
        return missing;
    }

    private static Stream<Path> files(String ending) throws IOException {
        try (var walk = Files.walk(ROOT)) {
            return walk.filter((file) -> file.toString().endsWith(ending))
                    .filter((file) -> Stream
                            .iterate(file, (path) -> path != null && !path.equals(ROOT), Path::getParent)
                            .noneMatch((path) -> NOT_OURS.contains(path.getFileName().toString())))
                    .toList().stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
