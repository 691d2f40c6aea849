package radio.tarang.program.running;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Findings;
import radio.tarang.program.Refusal;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.PathIds;
import radio.tarang.program.web.ProgramView;

@RestController
class OverrunController {
    private static final int LONGEST_MINUTES = 720;

    /** @param policy {@code shift} if absent */
    record OverrunRequest(@Nullable Integer minutes, @Nullable String policy) {
    }

    record OverrunView(ProgramView program, List<ProgramView> moved) {
    }

    private final Overruns overruns;

    OverrunController(Overruns overruns) {
        this.overruns = overruns;
    }

    @PostMapping("/api/v1/admin/programs/{id}/overrun")
    ResponseEntity<OverrunView> run(Actor actor, @PathVariable String id, @RequestBody OverrunRequest request,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        UUID known = PathIds.known(id, Refusal.Reason.UNKNOWN_PROGRAM);
        Findings findings = new Findings();
        int minutes = Objects.requireNonNullElse(request.minutes(), 0);
        if (minutes < 1 || minutes > LONGEST_MINUTES) {
            findings.add("minutes", "must be between 1 and " + LONGEST_MINUTES);
        }
        Policy policy = Policy.ofWord(Objects.requireNonNullElse(request.policy(), "shift")).orElse(null);
        if (policy == null) {
            findings.add("policy", "must be shift or trim");
        }
        findings.refuseAny();
        Overruns.Outcome outcome = overruns.run(actor, known, Duration.ofMinutes(minutes),
                Objects.requireNonNull(policy), new IfMatch(ifMatch));
        return ResponseEntity.ok().header(HttpHeaders.ETAG, EntityTags.ofVersion(outcome.program().version()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new OverrunView(ProgramView.of(outcome.program(), null),
                        outcome.moved().stream().map(moved -> ProgramView.of(moved, null)).toList()));
    }
}
