package radio.tarang.local.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisIT {
    @TempDir
    Path folder;

    @Test
    void keepsItsKeysOverKillAndStop() throws Exception {
        Redis redis = new Redis("redis", Lives.programs(), Ports.free());
        Lives.survive(redis, folder, new Lives.Data() {
            @Override
            public void write() throws IOException {
                if (!answer(redis, "SET greeting namaste", "+OK")) {
                    throw new IOException("refused");
                }
            }

            @Override
            public boolean isThere() throws IOException {
                return answer(redis, "GET greeting", "$7\r\nnamaste");
            }
        });
    }

    private static boolean answer(Redis redis, String command, String expected) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", redis.port())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(expected.length()), StandardCharsets.US_ASCII)
                    .equals(expected);
        }
    }
}
