package radio.tarang.program.security;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Refusal;

/** What an editor who is confined to some states may write. */
public final class StateScope {
    private StateScope() {
    }

    /** @param stateId of the station or programme that is about to change; null if it belongs to the whole country */
    public static void require(Caller caller, @Nullable String stateId) {
        if (!caller.mayIn(stateId)) {
            throw new Refusal(Refusal.Reason.FORBIDDEN, "Your role or its states do not reach here.");
        }
    }
}
