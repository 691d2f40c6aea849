package radio.tarang.outbox;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OutboxEventTests {

    @Test
    void countsTheBytesOfKeyHeadersAndPayload() {
        assertThat(new OutboxEvent("topic", null, "ü", Map.of("name", "vä"), new byte[10]).sizeBytes())
                .isEqualTo(2 + 4 + 3 + 10);
        assertThat(new OutboxEvent("topic", null, "k", Map.of("स", "😀"), null).sizeBytes()).isEqualTo(1 + 3 + 4);
    }

    @Test
    void refusesWhatCouldNotBeReadBack() {
        refuses(" ", null, "key", Map.of());
        refuses("topic", null, "", Map.of());
        refuses("topic", -1, "key", Map.of());
        refuses("topic", null, "key", Map.of("two", "lines\nforged: header"));
        refuses("topic", null, "key", Map.of("na:me", "value"));
        refuses("topic", null, "key", Map.of("", "value"));
    }

    private static void refuses(String topic, @Nullable Integer partition, String key,
            Map<String, String> headers) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OutboxEvent(topic, partition, key, headers, null));
    }
}
