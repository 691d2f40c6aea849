package radio.tarang.user;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The API document that is served is the one that was agreed on. {@code -Dtarang.openapi.write=true} writes it anew, for a reviewed change. */
class OpenApiIT {
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Test
    void theServedDocumentIsTheCommittedOne() throws IOException {
        Path committed = Path.of(System.getProperty("tarang.root", ".."), "docs", "contracts", "openapi",
                "user-service.json");
        JsonNode served = RunningService.shared().get("/v3/api-docs").json();
        if (Boolean.getBoolean("tarang.openapi.write")) {
            Files.createDirectories(committed.getParent());
            Files.writeString(committed, JSON.writeValueAsString(served) + "\n");
        }

        assertThat(served).isEqualTo(JSON.readTree(Files.readString(committed)));
    }
}
