package radio.tarang.gateway.browser;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A live HLS stream of silence, made on the spot: a sliding playlist (RFC 8216) of MP3 segments. An MPEG-1 layer III frame
 * whose side information and data are all zero decodes to silence.
 */
final class SilentStream {

    /** Sync word, MPEG-1 layer III without CRC; 128 kbit/s, 44.1 kHz; joint stereo. */
    private static final int FRAME_HEADER = 0xFFFB9064;
    private static final int FRAME_BYTES = 144 * 128_000 / 44_100;
    private static final double FRAME_SECONDS = 1152 / 44_100.0;
    private static final int FRAMES = 115;
    private static final double SEGMENT_SECONDS = FRAMES * FRAME_SECONDS;

    private SilentStream() {
    }

    static byte[] playlist() {
        long first = (long) (System.currentTimeMillis() / (SEGMENT_SECONDS * 1000));
        StringBuilder lines = new StringBuilder("""
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-TARGETDURATION:4
                #EXT-X-MEDIA-SEQUENCE:%d
                """.formatted(first));
        for (long segment = first; segment < first + 4; segment++) {
            lines.append("#EXTINF:%.3f,\n%d.mp3\n".formatted(SEGMENT_SECONDS, segment));
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] segment() {
        ByteBuffer bytes = ByteBuffer.allocate(FRAMES * FRAME_BYTES);
        for (int frame = 0; frame < FRAMES; frame++) {
            bytes.putInt(frame * FRAME_BYTES, FRAME_HEADER);
        }
        return bytes.array();
    }
}
