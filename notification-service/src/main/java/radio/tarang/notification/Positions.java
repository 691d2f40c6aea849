package radio.tarang.notification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How far {@code program.events} has been read, one offset per partition, and the epoch these offsets belong to.
 *
 * @param epochs one per partition: with the partition in the hash, a cursor of one state cannot pass for one of a state elsewhere
 * @param next   first offset not yet read, per partition
 */
record Positions(String[] epochs, long[] next) {
    static Positions start(String epoch, int partitions) {
        String[] epochs = new String[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            epochs[partition] = hash(epoch + "/" + partition);
        }
        return new Positions(epochs, new long[partitions]);
    }

    /** Eight hexadecimal digits. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Positions copy() {
        return new Positions(epochs, next.clone());
    }

    Cursor cursor(State state) {
        return new Cursor(epochs[state.partition()], next[state.partition()], next[0]);
    }

    String epoch(State state) {
        return epochs[state.partition()];
    }
}
