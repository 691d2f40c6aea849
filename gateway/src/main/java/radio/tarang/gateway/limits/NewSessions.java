package radio.tarang.gateway.limits;

import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import radio.tarang.gateway.Problem;
import radio.tarang.gateway.identity.Caller;
import radio.tarang.gateway.identity.Issuance;

/** Counts the anonymous sessions an address is given. */
@Component
class NewSessions implements Issuance {

    private static final int MOST_WAITING = 1_000;
    private static final int COME_BACK_SECONDS = 1;

    private final Limiter limiter;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final Scheduler patient = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    NewSessions(Limiter limiter) {
        this.limiter = limiter;
    }

    @Override
    public Mono<Problem> refusal(ServerWebExchange exchange, Caller caller) {
        if (!waiting.tryAcquire()) {
            return Mono.just(Problem.rateLimited(COME_BACK_SECONDS, Bucket.SESSION_ISSUE_MINUTE.text()));
        }
        return Mono.fromCallable(() -> limiter.newSession(caller)).subscribeOn(patient)
                .doFinally(done -> waiting.release())
                .publishOn(LimitsFilter.eventLoop(exchange.getRequest())).filter(decision -> !decision.admitted())
                .map(Decision::problem);
    }
}
