package radio.tarang.local.test;

import java.util.HashMap;
import java.util.Map;

/** A server of the daemon as the test's process sees it. */
record RemoteServer(Daemon daemon, String id, Map<String, String> endpoint) {

    RemoteServer(Daemon daemon, Map<String, String> created) {
        this(daemon, Daemon.value(created, "server"), created);
    }

    Map<String, String> call(String verb, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("server", id);
        return daemon.call(verb, all);
    }
}
