package radio.tarang.gateway.edge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FreshnessTests {

    @Test
    void aSharedCacheGoesBySMaxage() {
        Freshness freshness = Freshness.of(null,
                "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=86400");
        assertThat(freshness).isEqualTo(new Freshness(true, 60_000, 30_000, 86_400_000));
    }

    @Test
    void aTargetedFieldReplacesCacheControl() {
        assertThat(Freshness.of("max-age=10", "private").freshMillis()).isEqualTo(10_000);
        assertThat(Freshness.of("no-store", "public, s-maxage=60").storable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"private, max-age=60", "no-store", "no-cache, s-maxage=9", "public", "max-age=0",
            "s-maxage=0, max-age=60", "s-maxage=x", "s-maxage=99999999999"})
    void whatIsNotClearlyForSharingIsNotKept(String cacheControl) {
        assertThat(Freshness.of(null, cacheControl).storable()).isFalse();
    }

    @Test
    void mustRevalidateForbidsStaleAnswers() {
        assertThat(Freshness.of(null, "s-maxage=5, stale-if-error=60, must-revalidate").ifErrorMillis()).isZero();
    }
}
