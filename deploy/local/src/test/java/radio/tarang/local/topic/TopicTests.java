package radio.tarang.local.topic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import radio.tarang.local.Checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicTests {
    @TempDir
    Path folder;

    @Test
    void readsTheListOfTheContracts() throws IOException {
        assertThat(Topic.ofCheckout(Checkout.root())).anySatisfy(topic -> {
            assertThat(topic.name()).isEqualTo("program.events");
            assertThat(topic.partitions()).isEqualTo(12);
            assertThat(topic.config()).containsEntry("cleanup.policy", "compact").containsEntry("max.message.bytes",
                    "1048576");
        });
    }

    @Test
    void refusesATopicWithoutPartitions() throws IOException {
        Path file = Files.writeString(folder.resolve("topics.yaml"), "topics:\n  program.events:\n    config: {}\n");

        assertThatThrownBy(() -> Topic.read(file)).hasMessageContaining("program.events needs a number of partitions");
    }
}
