package radio.tarang.local.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Whether something answers at an address. */
public final class Http {
    private static final int TIMEOUT_MILLIS = 2_000;

    private Http() {
    }

    public static boolean isOk(String url) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
