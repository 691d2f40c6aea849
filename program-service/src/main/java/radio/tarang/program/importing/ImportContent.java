package radio.tarang.program.importing;

import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/** The chunks of a file as one stream that counts what was read. One chunk is in memory at a time. */
final class ImportContent extends InputStream {
    private final IntFunction<Optional<byte[]>> chunks;
    private byte[] chunk = {};
    private int nextChunk;
    private int offset;
    private long handedOut;

    /** @param chunks by position from 0; empty beyond the last one */
    ImportContent(IntFunction<Optional<byte[]>> chunks) {
        this.chunks = chunks;
    }

    long handedOut() {
        return handedOut;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (offset == chunk.length) {
            Optional<byte[]> next = chunks.apply(nextChunk);
            if (next.isEmpty()) {
                return -1;
            }
            chunk = next.get();
            nextChunk++;
            offset = 0;
        }
        int count = Math.min(length, chunk.length - offset);
        System.arraycopy(chunk, offset, into, from, count);
        offset += count;
        handedOut += count;
        return count;
    }
}
