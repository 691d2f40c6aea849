package radio.tarang.program.editing;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Findings;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.Slot;

/** A programme as an editor sends it. The state follows from the station; naming another one is a mistake. */
record ProgramRequest(@Nullable String stationId, @Nullable String stateId, @Nullable String title,
        @Nullable String description,
        @Nullable String category, @Nullable String hostName, @Nullable String hostId, @Nullable String language,
        @Nullable Instant scheduledStart, @Nullable Instant scheduledEnd, @Nullable String imageUrl,
        @Nullable List<@Nullable String> tags,
        @Nullable String externalId) {
    ProgramDetails details(Findings findings) {
        return ProgramDetails.checked(title, description, category, hostName, hostId, language, imageUrl, tags,
                externalId, findings);
    }

    /** Null if it could not be made out; the findings then say why. */
    @Nullable
    Slot slot(Findings findings) {
        if (scheduledStart == null) {
            findings.add("scheduledStart", "is required");
        }
        if (scheduledEnd == null) {
            findings.add("scheduledEnd", "is required");
        }
        if (scheduledStart == null || scheduledEnd == null) {
            return null;
        }
        Slot slot = new Slot(scheduledStart, scheduledEnd);
        slot.check(findings);
        return slot;
    }
}
