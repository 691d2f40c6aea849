package radio.tarang.program.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.program.Refusal;
import radio.tarang.program.Refusal.Reason;

/** The formats that can be read, and which of them an upload has: as the query says, else as its media type says, else by its first bytes. */
@Component
class ImportSources {
    /** Types that senders use for any file. */
    private static final Set<String> VAGUE_TYPES = Set.of("application/octet-stream", "binary/octet-stream",
            "text/plain");

    private final Map<ImportFormat, ImportSource.Opener> openers = new EnumMap<>(ImportFormat.class);

    ImportSources(List<ImportSource.Opener> openers) {
        openers.forEach(opener -> this.openers.put(opener.format(), opener));
    }

    /** What the sender says it is; null if that could be anything. @param mediaType of the file itself, without parameters */
    @Nullable
    ImportFormat told(@Nullable String asked, @Nullable String mediaType) {
        if (asked != null) {
            return supported(ImportFormat.ofWord(asked)
                    .orElseThrow(() -> Refusal.invalid("format", "must be one of " + words())), "'" + asked + "'");
        }
        String type = mediaType == null ? "" : mediaType.toLowerCase(Locale.ROOT);
        Optional<ImportFormat> said = ImportFormat.ofMediaType(type);
        if (said.isEmpty() && (type.isEmpty() || VAGUE_TYPES.contains(type))) {
            return null;
        }
        return supported(said.orElseThrow(() -> unsupported("'" + type + "'")), "'" + type + "'");
    }

    /** What the file's first bytes look like. */
    ImportFormat recognised(byte[] beginning) {
        return supported(ImportFormat.ofBeginning(new String(beginning, StandardCharsets.UTF_8))
                .orElseThrow(() -> unsupported("This file")), "This file");
    }

    /** @throws Refusal if the file cannot become a job */
    void check(ImportFormat format, ImportFile file, @Nullable UUID stationId) throws IOException {
        opener(format).check(file, stationId);
    }

    ImportSource<?> open(ImportJob job, Supplier<InputStream> content) throws Unreadable {
        return opener(job.format()).open(job, content);
    }

    private ImportSource.Opener opener(ImportFormat format) {
        return Optional.ofNullable(openers.get(format))
                .orElseThrow(() -> new IllegalStateException("no source of " + format));
    }

    private ImportFormat supported(ImportFormat format, String what) {
        if (!openers.containsKey(format)) {
            throw unsupported(what);
        }
        return format;
    }

    private Refusal unsupported(String what) {
        return new Refusal(Reason.UNSUPPORTED_MEDIA_TYPE, what + " cannot be imported. Supported: " + words()
                + ", as the request's body or as multipart field 'file'.");
    }

    private String words() {
        return openers.keySet().stream().sorted(Comparator.naturalOrder()).map(ImportFormat::word)
                .collect(Collectors.joining(", "));
    }
}
