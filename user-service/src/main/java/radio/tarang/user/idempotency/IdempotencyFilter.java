package radio.tarang.user.idempotency;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

import radio.tarang.user.Refusal;

import static radio.tarang.user.Refusal.Reason.IDEMPOTENCY_IN_PROGRESS;
import static radio.tarang.user.Refusal.Reason.IDEMPOTENCY_KEY_REUSED;

/**
 * Runs a write with an {@code Idempotency-Key} inside one transaction, in which its answer is kept beside its effect. A refusal had no effect: it is kept
 * in a transaction of its own, so that it is repeated too. What may be otherwise the next time (who asks, limits, failures) is not kept.
 */
@Component
@Order(IdempotencyFilter.AFTER_SECURITY)
class IdempotencyFilter extends OncePerRequestFilter {
    static final int AFTER_SECURITY = 0;
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Set<Integer> TRANSIENT = Set.of(401, 403, 408, 413, 425, 428, 429);

    private final KeptAnswers answers;
    private final PlatformTransactionManager transactions;
    private final HandlerExceptionResolver problems;
    private final Clock clock;

    IdempotencyFilter(KeptAnswers answers, PlatformTransactionManager transactions,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems, Clock clock) {
        this.answers = answers;
        this.transactions = transactions;
        this.problems = problems;
        this.clock = clock;
    }

    /** Answers that are tokens are kept nowhere; a refresh has a replay of its own. */
    static boolean elsewhere(String path) {
        return path.startsWith("/api/v1/auth/");
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(Attempt.HEADER) == null || !WRITES.contains(request.getMethod())
                || elsewhere(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body;
        try {
            body = request.getInputStream().readAllBytes();
        } catch (IOException e) {
            problems.resolveException(request, response, null,
                    new HttpMessageNotReadableException("body", e, new ServletServerHttpRequest(request)));
            return;
        }
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        try {
            attempt(Attempt.of(request, body), new KeptBody(request, body), answer, chain);
            answer.copyBodyToResponse();
        } catch (Refusal | DataAccessException | TransactionException e) {
            response.reset();
            if (e instanceof Refusal refusal && refusal.reason() == IDEMPOTENCY_IN_PROGRESS) {
                response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            }
            problems.resolveException(request, response, null, e);
        }
    }

    private void attempt(Attempt attempt, HttpServletRequest request, ContentCachingResponseWrapper answer,
            FilterChain chain) throws ServletException, IOException {
        TransactionStatus transaction = transactions.getTransaction(TransactionDefinition.withDefaults());
        boolean effect = false;
        try {
            if (!answers.lock(attempt)) {
                throw new Refusal(IDEMPOTENCY_IN_PROGRESS, "A request with this key is being answered.");
            }
            Optional<KeptAnswer> kept = answers.find(attempt, clock.instant().minus(KEPT));
            if (kept.isPresent()) {
                replay(kept.get(), attempt, answer);
                return;
            }
            chain.doFilter(request, answer);
            if (answer.getStatus() < 400) {
                answers.keep(attempt, KeptAnswer.of(attempt, answer), clock.instant());
                effect = true;
            }
        } finally {
            if (effect) {
                transactions.commit(transaction);
            } else {
                transactions.rollback(transaction);
            }
        }
        if (!effect && answer.getStatus() < 500 && !TRANSIENT.contains(answer.getStatus())) {
            answers.keep(attempt, KeptAnswer.of(attempt, answer), clock.instant());
        }
    }

    private static void replay(KeptAnswer kept, Attempt attempt, HttpServletResponse answer) throws IOException {
        if (!Arrays.equals(kept.fingerprint(), attempt.fingerprint())) {
            throw new Refusal(IDEMPOTENCY_KEY_REUSED, "The key was used for another path or body.");
        }
        kept.send(answer);
    }

    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void forget() {
        int forgotten;
        do {
            forgotten = answers.forget(clock.instant().minus(KEPT));
        } while (forgotten == 1000);
    }
}
