package radio.tarang.gateway.limits;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LimitsPropertiesTests {

    private static LimitsProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("tarang.limits",
                LimitsProperties.class);
    }

    @ParameterizedTest
    @CsvSource({"API_MINUTE, 1000, 60, false", "API_HOUR, 10000, 3600, false", "LIKE, 100, 3600, true",
            "UNLIKE, 100, 3600, true", "LIKE_SESSION, 200, 3600, true", "COMMENT, 10, 60, true",
            "COMMENT_GUEST, 30, 3600, true", "PLAY, 1000, 3600, false", "LOGIN, 300, 60, true",
            "REGISTER, 10, 3600, true", "ADDRESS_MINUTE, 20000, 60, false", "SESSION_ISSUE_MINUTE, 60, 60, true",
            "SESSION_ISSUE_HOUR, 1000, 3600, false"})
    void theTable(Bucket bucket, int calls, int windowSeconds, boolean exact) {
        Quota quota = bind(Map.of()).quota(bucket);
        assertThat(quota.calls()).isEqualTo(calls);
        assertThat(quota.windowNanos()).isEqualTo(Duration.ofSeconds(windowSeconds).toNanos());
        assertThat(quota.exact()).isEqualTo(exact);
        assertThat(quota.lease()).isEqualTo(Math.max(1, calls / 100));
        assertThat(quota.policy()).isEqualTo('"' + bucket.text() + "\";q=" + calls + ";w=" + windowSeconds);
    }

    @Test
    void theFactorMultipliesEveryLimitAndAtLeastOneIsLeft() {
        LimitsProperties more = bind(Map.of("tarang.limits.factor", "1000"));
        assertThat(more.quota(Bucket.LIKE).calls()).isEqualTo(100_000);
        assertThat(more.quota(Bucket.LIKE).exact()).as("no log is that long").isFalse();
        assertThat(more.quota(Bucket.ADDRESS_MINUTE).calls()).isEqualTo(20_000_000);
        assertThat(bind(Map.of("tarang.limits.factor", "0.001")).quota(Bucket.COMMENT).calls()).isEqualTo(1);
        assertThat(bind(Map.of("tarang.limits.factor", "1000000")).quota(Bucket.ADDRESS_MINUTE).calls())
                .isEqualTo(1_000_000_000);
    }

    @Test
    void everyPropertyHasItsEffect() {
        LimitsProperties own = bind(Map.of("tarang.limits.buckets.like.calls", "7",
                "tarang.limits.buckets.comment-guest.window", "10m", "tarang.limits.buckets.api-minute.calls", "500",
                "tarang.limits.address-factor", "3", "tarang.limits.replicas", "4", "tarang.limits.accounts", "1000"));
        assertThat(own.quota(Bucket.LIKE).calls()).isEqualTo(7);
        assertThat(own.quota(Bucket.LIKE).windowNanos()).isEqualTo(Duration.ofHours(1).toNanos());
        assertThat(own.quota(Bucket.COMMENT_GUEST).windowNanos()).isEqualTo(Duration.ofMinutes(10).toNanos());
        assertThat(own.quota(Bucket.ADDRESS_MINUTE).calls()).isEqualTo(1_500);
        assertThat(own.quota(Bucket.LIKE).share()).isEqualTo(1);
        assertThat(own.quota(Bucket.API_MINUTE).share()).isEqualTo(125);
        assertThat(own.accounts()).isEqualTo(1_000);
        assertThat(bind(Map.of("tarang.limits.buckets.address-minute.calls", "9")).quota(Bucket.ADDRESS_MINUTE)
                .calls()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"factor, 0", "factor, -1", "factor, 1000001", "replicas, 0", "address-factor, 0", "accounts, 99",
            "buckets.like.calls, 0", "buckets.like.calls, 1000000001", "buckets.like.window, 0s",
            "buckets.like.window, 25h", "buckets.unheard-of.calls, 1"})
    void whatMakesNoSenseStopsTheStart(String property, String value) {
        assertThatThrownBy(() -> bind(Map.of("tarang.limits." + property, value))).isInstanceOf(BindException.class);
    }

    @ParameterizedTest
    @CsvSource({"uri, http://127.0.0.1:1", "timeout, 0ms", "timeout, 101ms", "connections, 0", "connections, 65",
            "retry, 9ms", "retry, 2m"})
    void whatMakesNoSenseOfRedisStopsTheStart(String property, String value) {
        assertThatThrownBy(() -> redis(Map.of("tarang.redis." + property, value))).isInstanceOf(BindException.class);
    }

    @Test
    void redisIsOnThisMachineUnlessSaidOtherwiseAndItsPasswordIsNotForLogs() {
        RedisProperties redis = redis(Map.of());
        assertThat(redis.uri()).hasToString("redis://127.0.0.1:16379");
        assertThat(redis.timeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(redis.connections()).isEqualTo(4);
        assertThat(redis.retry()).isEqualTo(Duration.ofMillis(250));
        assertThat(redis(Map.of("tarang.redis.uri", "rediss://:secret@redis.example:6380"))).hasToString(
                "rediss://redis.example:6380");
    }

    private static RedisProperties redis(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("tarang.redis",
                RedisProperties.class);
    }
}
