package radio.tarang.gateway.limits;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The calls of all replicas, in Redis. Every question is one call of a function (see {@code limits.lua}) whose keys belong to
 * one holder; many questions travel in one pipeline. Blocks: for virtual threads only.
 */
final class Ledger implements AutoCloseable {

    /** The version is part of the name: a release beside its predecessor never calls the other's code. */
    private static final String CHARGE = "tarang_limits_v1_charge";
    private static final String TAKE = "tarang_limits_v1_take";

    /** One call of a function, and where its answer goes. */
    static final class Question {

        private final String function;
        private final List<String> keys;
        private final List<String> arguments;
        private long[] answer = new long[0];

        private Question(String function, List<String> keys, List<String> arguments) {
            this.function = function;
            this.keys = keys;
            this.arguments = arguments;
        }

        /** Numbers as the function gives them. */
        long[] answer() {
            return answer;
        }
    }

    /** Tells of calls that were admitted: {@code window calls amount age} for each key. Answers with each key's level. */
    static Question charge(List<String> keys, List<String> arguments) {
        return new Question(CHARGE, keys, arguments);
    }

    /**
     * Asks for one call in each of the logs: {@code window calls member told} for each key. Answers with 1 if they were all
     * taken, else 0, and for each key the calls used, the wait until one may pass, and until all may.
     */
    static Question take(List<String> keys, List<String> arguments) {
        return new Question(TAKE, keys, arguments);
    }

    private final RedisClient redis;
    private final String library;

    Ledger(RedisProperties properties) {
        int timeoutMillis = (int) properties.timeout().toMillis();
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(properties.connections());
        pool.setMaxIdle(properties.connections());
        pool.setMaxWait(properties.timeout());
        // Setting the client's name and library would be two more round trips for every connection.
        redis = RedisClient.builder().fromURI(properties.uri())
                .clientConfig(DefaultJedisClientConfig.builder(properties.uri()).connectionTimeoutMillis(timeoutMillis)
                        .socketTimeoutMillis(timeoutMillis).build())
                .poolConfig(pool).build();
        library = library();
    }

    private static String library() {
        try (InputStream lua = Ledger.class.getResourceAsStream("/limits/limits.lua")) {
            if (lua == null) {
                throw new IllegalStateException("limits.lua is missing");
            }
            return new String(lua.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks all at once; a library that is missing (a new or emptied server) is loaded on the way. */
    void ask(List<Question> questions) {
        if (!tryAsk(questions)) {
            load();
            if (!tryAsk(questions)) {
                throw new JedisException("functions cannot be loaded");
            }
        }
    }

    private boolean tryAsk(List<Question> questions) {
        List<Response<Object>> responses = new ArrayList<>(questions.size());
        try (Pipeline pipeline = redis.pipelined()) {
            for (Question question : questions) {
                responses.add(pipeline.fcall(question.function, question.keys, question.arguments));
            }
            pipeline.sync();
        }
        for (int i = 0; i < responses.size(); i++) {
            try {
                questions.get(i).answer = numbers(responses.get(i).get());
            } catch (JedisDataException e) {
                if (e.getMessage() != null && e.getMessage().contains("Function not found")) {
                    return false;
                }
                throw e;
            }
        }
        return true;
    }

    private static long[] numbers(Object answer) {
        return ((List<?>) answer).stream().mapToLong(n -> (Long) n).toArray();
    }

    private void load() {
        try {
            redis.functionLoad(library);
        } catch (JedisDataException e) {
            if (e.getMessage() == null || !e.getMessage().contains("already exists")) {
                throw e;
            }
        }
    }

    /** Whether the ledger can work at all. */
    void probe() {
        redis.ping();
        load();
    }

    @Override
    public void close() {
        redis.close();
    }
}
