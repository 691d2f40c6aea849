package radio.tarang.gateway.edge;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTests {

    private static final Set<String> KNOWN = Set.of("page", "limit", "status", "fields");

    @Test
    void aCanonicalTargetIsItsOwnKey() {
        String target = "/api/v1/programs/state/MH?limit=20&page=1";
        assertThat(Target.canonical(target, KNOWN)).isSameAs(target);
    }

    @ParameterizedTest
    @CsvSource({"/api/programs/state/MH, /api/v1/programs/state/MH",
            "/api/v1/programs?status=live&page=1, /api/v1/programs?page=1&status=live",
            "/api/programs?status=live&limit=2&fields=id, /api/v1/programs?fields=id&limit=2&status=live"})
    void versionAndOrderOfParametersAreNormalised(String target, String key) {
        assertThat(Target.canonical(target, KNOWN)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/a%20b", "/api//v1/a", "/api/v1/a;x=1", "/api/v1/../a", "/api/v1/./a",
            "/api/v1/a?page=1&page=2", "/api/v1/a?page=1&status=x&page=1", "/api/v1/a?other=1", "/api/v1/a?page",
            "/api/v1/a?", "/api/v1/a?page=1&", "/api/v1/a#x", "http://x/api/v1/a", "*", "", "/api/v1/a?page=%31",
            "/api/v1/ä", "/api/v1/a?page=1?"})
    void whatTwoParsersCouldReadDifferentlyIsNobodysKey(String target) {
        assertThat(Target.canonical(target, KNOWN)).isNull();
    }
}
