package radio.tarang.program.network;

import org.jspecify.annotations.Nullable;

/** An opt-out as an editor sends it. Empty or absent: the state does not hear the programme. */
record OptOutRequest(@Nullable String replacementProgramId, @Nullable String language,
        @Nullable Integer delayMinutes) {
    static final OptOutRequest NOTHING_INSTEAD = new OptOutRequest(null, null, null);
}
