package radio.tarang.program.export;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotAcceptableException;

/** The forms there are beside JSON, and which of all of them a caller wants (RFC 9110 §12.5.1). */
@Component
class ScheduleForms {
    private final List<ScheduleForm> forms;

    ScheduleForms(List<ScheduleForm> forms) {
        this.forms = forms;
    }

    ScheduleForm named(String suffix) {
        return forms.stream().filter(form -> form.suffix().equals(suffix)).findFirst().orElseThrow();
    }

    /**
     * The form that the header likes best; null for JSON, which is what whoever takes anything gets. Of the ranges that a form falls under the narrowest
     * counts, so that one can be ruled out of a wide one.
     *
     * @throws HttpMediaTypeNotAcceptableException if it likes none of them
     */
    @Nullable
    ScheduleForm preferred(@Nullable String accept) throws HttpMediaTypeNotAcceptableException {
        if (accept == null || accept.isBlank()) {
            return null;
        }
        List<MediaType> ranges = narrowestFirst(accept);
        MediaType best = range(ranges, MediaType.APPLICATION_JSON);
        ScheduleForm preferred = null;
        for (ScheduleForm form : forms) {
            MediaType range = range(ranges, form.type());
            if (range != null && (best == null || range.isMoreSpecific(best))) {
                best = range;
                preferred = form;
            }
        }
        if (best == null) {
            throw new HttpMediaTypeNotAcceptableException(Stream
                    .concat(Stream.of(MediaType.APPLICATION_JSON), forms.stream().map(ScheduleForm::type)).toList());
        }
        return preferred;
    }

    /** The range that says how much a type is wanted; null if it is not. */
    private static @Nullable MediaType range(List<MediaType> ranges, MediaType type) {
        return ranges.stream().filter(range -> range.includes(type)).findFirst()
                .filter(range -> range.getQualityValue() > 0).orElse(null);
    }

    private static List<MediaType> narrowestFirst(String accept) throws HttpMediaTypeNotAcceptableException {
        try {
            return MediaType.parseMediaTypes(accept).stream()
                    .sorted(Comparator.comparing(MediaType::isWildcardType).thenComparing(MediaType::isWildcardSubtype))
                    .toList();
        } catch (InvalidMediaTypeException e) {
            throw new HttpMediaTypeNotAcceptableException("The header Accept names no media types.");
        }
    }
}
