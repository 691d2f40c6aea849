package radio.tarang.program.export;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeTypeUtils;
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
     * The form that the header likes best; null for JSON, which is what whoever takes anything gets.
     *
     * @throws HttpMediaTypeNotAcceptableException if it likes none of them
     */
    @Nullable
    ScheduleForm preferred(@Nullable String accept) throws HttpMediaTypeNotAcceptableException {
        if (accept == null || accept.isBlank()) {
            return null;
        }
        for (MediaType wanted : byQuality(accept)) {
            if (wanted.getQualityValue() == 0) {
                continue;
            }
            if (wanted.includes(MediaType.APPLICATION_JSON)) {
                return null;
            }
            for (ScheduleForm form : forms) {
                if (wanted.includes(form.type())) {
                    return form;
                }
            }
        }
        throw new HttpMediaTypeNotAcceptableException(
                Stream.concat(Stream.of(MediaType.APPLICATION_JSON), forms.stream().map(ScheduleForm::type)).toList());
    }

    private static List<MediaType> byQuality(String accept) throws HttpMediaTypeNotAcceptableException {
        try {
            List<MediaType> wanted = MediaType.parseMediaTypes(accept);
            MimeTypeUtils.sortBySpecificity(wanted);
            return wanted.stream()
                    .sorted((a, b) -> Double.compare(b.getQualityValue(), a.getQualityValue())).toList();
        } catch (InvalidMediaTypeException e) {
            throw new HttpMediaTypeNotAcceptableException("The header Accept names no media types.");
        }
    }
}
