package radio.tarang.faults;

import java.io.IOException;

/** One fault and what must hold under it. A scenario leaves the platform as it found it: everything running. */
public interface Scenario {

    /** As written on the command line. */
    String name();

    void play(Theatre theatre, Verdict verdict) throws IOException;
}
