package radio.tarang.user;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Row and record of a person, together. */
class AccountsIT {
    private final RunningService service = RunningService.shared();
    private final Accounts accounts = service.bean(Accounts.class);
    private final TransactionTemplate transaction = new TransactionTemplate(
            service.bean(PlatformTransactionManager.class));

    @Test
    void somebodyWhoCameByAnotherDoorIsRegisteredOnceHoweverManyRequestsFindOut() throws Exception {
        UUID id = UUID.randomUUID();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Account> ensure = () -> transaction.execute(_ -> accounts.ensure(id, "door"));
            for (var done : threads.invokeAll(Stream.generate(() -> ensure).limit(8).toList())) {
                assertThat(done.get().sequence()).isEqualTo(1);
            }
        }
        transaction.executeWithoutResult(_ -> accounts.ensure(id, "renamed"));

        try (Records records = service.records()) {
            assertThat(records.awaitOf(id.toString(), 2)).extracting(Records.Record::type)
                    .containsExactly("user.registered", "user.updated");
        }
        assertThat(accounts.find(id).orElseThrow().username()).isEqualTo("renamed");
    }

    @Test
    void everyPreferenceComesBackAsItWasSaved() {
        UUID id = UUID.randomUUID();
        transaction.executeWithoutResult(_ -> {
            Account account = accounts.ensure(id, "full");
            accounts.save(Objects.requireNonNull(account.prefer(Given.FULL, Given.NOON)));
        });

        assertThat(accounts.find(id).orElseThrow().preferences()).isEqualTo(Given.FULL);
        try (Records records = service.records()) {
            Records.Record updated = records.awaitOf(id.toString(), 2).getLast();
            assertThat(updated.json().toString()).isEqualTo(
                    """
                            {"id":"%s","username":"full","statePreference":"MH","languages":["mr","hi"],"timeZone":"Asia/Kolkata",\
                            "quietHours":{"start":"22:00","end":"07:30"},"notifications":{"inApp":true,"push":true,"email":true,\
                            "digest":"weekly"},"version":2}"""
                            .formatted(id));
        }
    }

    @Test
    void aChangeOfAnOldStateIsRefused() {
        UUID id = UUID.randomUUID();
        Account read = Objects.requireNonNull(transaction.execute(_ -> accounts.ensure(id, "raced")));
        transaction.executeWithoutResult(_ -> accounts.save(read.merge("AAECAwQFBgcICQoLDA0ODw", Given.NOON)));

        assertThat(List.of(read.revoke("s", Given.NOON), Objects.requireNonNull(read.prefer(Given.FULL, Given.NOON))))
                .allSatisfy(late -> org.assertj.core.api.Assertions.assertThatExceptionOfType(Refusal.class)
                        .isThrownBy(() -> transaction.executeWithoutResult(_ -> accounts.save(late))));
    }

    @Test
    void whoeverWaitsTooLongForAPersonsLockIsToldToComeAgain() {
        Visit visit = new Visit(service);
        String token = visit.newcomer(Visit.freshName()).text("accessToken");
        UUID id = UUID.fromString(Visit.userId(token));

        RunningService.Answer answer = Objects.requireNonNull(transaction.execute(_ -> {
            accounts.lock(id);
            return service.put("/api/v1/user/preferences", "{\"statePreference\": \"KA\"}", "Authorization",
                    "Bearer " + token);
        }));
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(503);
        assertThat(answer.slug()).isEqualTo("unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }
}
