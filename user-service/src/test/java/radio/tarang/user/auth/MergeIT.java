package radio.tarang.user.auth;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import radio.tarang.user.Records;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.Visit;

import static org.assertj.core.api.Assertions.assertThat;

/** An anonymous listener becomes somebody, once. */
class MergeIT {
    private final RunningService service = RunningService.shared();
    private final Visit visit = new Visit(service);

    @Test
    void aSessionBelongsToTheFirstAccountThatPresentsIt() throws Exception {
        String session = Visit.signedSession();
        List<String> names = Stream.generate(Visit::freshName).limit(3).toList();
        List<Answer> tokens = names.stream().map(visit::newcomer).toList();
        List<Callable<Answer>> logins = Stream.concat(names.stream(), names.stream())
                .map(name -> (Callable<Answer>) () -> visit.login(name, Visit.PASSWORD, "X-Session-Id", session))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(logins).forEach(done -> assertThat(done.resultNow().status()).isEqualTo(200));
        }
        visit.login(names.getFirst(), Visit.PASSWORD, "X-Session-Id", session);

        tokens.forEach(answer -> visit.logout(answer.text("refreshToken")));
        try (Records records = service.records()) {
            tokens.forEach(answer -> records.await(record -> record.type().equals("session.revoked")
                    && Visit.userId(answer.text("accessToken")).equals(record.key()), 1));
            List<Records.Record> merged = records.all().stream().filter(record -> record.type().equals("session.merged")
                    && session.contains(record.json().get("session").asString())).toList();
            assertThat(merged).hasSize(1);
            assertThat(merged.getFirst().json().get("session").asString()).isEqualTo(session.split("\\.")[3]);
            assertThat(merged.getFirst().json().get("userId").asString()).isEqualTo(merged.getFirst().key());
        }
    }

    @Test
    void whoeverSignsUpBringsItAlong() {
        String session = Visit.signedSession();
        Answer answer = visit.newcomer(Visit.freshName(), "X-Session-Id", session);

        try (Records records = service.records()) {
            assertThat(records.awaitOf(Visit.userId(answer.text("accessToken")), 2)).extracting(Records.Record::type)
                    .containsExactly("user.registered", "session.merged");
        }
    }

    @Test
    void aSessionThatIsMadeUpIsNobodys() {
        String session = Visit.signedSession();
        String forged = session.substring(0, session.length() - 2) + (session.endsWith("AA") ? "BA" : "AA");
        Answer answer = visit.newcomer(Visit.freshName(), "X-Session-Id", forged);
        visit.logout(answer.text("refreshToken"));

        try (Records records = service.records()) {
            assertThat(records.awaitOf(Visit.userId(answer.text("accessToken")), 2)).extracting(Records.Record::type)
                    .containsExactly("user.registered", "session.revoked");
        }
    }
}
