package radio.tarang.local.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address that nobody may ask. Whoever did stands in the server's queue until it is looked at. */
final class Trap implements AutoCloseable {
    private final ServerSocket socket;

    Trap() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/keys";
    }

    /** @param millis how long to wait for somebody who is on the way */
    List<String> visitors(int millis) throws IOException {
        List<String> visitors = new ArrayList<>();
        socket.setSoTimeout(millis);
        try {
            while (true) {
                visitors.add(socket.accept().getRemoteSocketAddress().toString());
            }
        } catch (SocketTimeoutException nobodyElse) {
            return visitors;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
