package radio.tarang.program.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Findings;
import radio.tarang.program.Refusal;
import radio.tarang.program.Text;
import radio.tarang.program.security.Caller;
import radio.tarang.program.web.Links;
import radio.tarang.program.web.Paging;
import radio.tarang.program.web.PathIds;

/** Who did what: all of it to admins and to editors of the whole country, their own states' to other editors. */
@RestController
class AuditController {
    @JsonInclude(Include.NON_NULL)
    record AuditList(List<AuditReads.Entry> entries, long total, @Nullable Integer page, int limit, boolean hasMore,
            @Nullable String nextCursor) {
    }

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private final AuditReads reads;

    AuditController(AuditReads reads) {
        this.reads = reads;
    }

    @GetMapping("/api/v1/admin/audit")
    ResponseEntity<AuditList> list(Caller caller, @RequestParam @Nullable String targetType,
            @RequestParam @Nullable String targetId, @RequestParam @Nullable String actor,
            @RequestParam @Nullable String from, @RequestParam @Nullable String to,
            @RequestParam(defaultValue = "1") int page, @RequestParam(defaultValue = "20") int limit,
            @RequestParam @Nullable String cursor, @Parameter(hidden = true) HttpServletRequest request) {
        Findings findings = new Findings();
        AuditReads.Filter filter = new AuditReads.Filter(Text.line("targetType", targetType, 64, findings),
                id("targetId", targetId, findings),
                id("actor", actor, findings), instant("from", from, findings), instant("to", to, findings),
                caller.has("admin") || caller.states().isEmpty() ? null : caller.states());
        findings.refuseAny();
        Paging paging = Paging.of(page, limit);
        AuditReads.Page found = reads.page(filter, after(cursor, request), cursor == null ? paging.offset() : 0, limit);
        Integer shown = cursor == null ? Integer.valueOf(page) : null;
        String next = found.hasMore() ? cursor(found.entries().getLast()) : null;
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.LINK, Links.of(request, shown, found.hasMore(), next))
                .body(new AuditList(found.entries(), found.total(), shown, limit, found.hasMore(), next));
    }

    private static @Nullable AuditCursor after(@Nullable String cursor, HttpServletRequest request) {
        if (cursor != null && request.getParameter("page") != null) {
            throw Refusal.invalid("page", "cannot be combined with cursor");
        }
        return cursor == null || cursor.isEmpty() ? null : AuditCursor.parse(cursor);
    }

    private static String cursor(AuditReads.Entry last) {
        return new AuditCursor(last.at(), last.id()).text();
    }

    private static @Nullable UUID id(String parameter, @Nullable String raw, Findings findings) {
        UUID id = raw == null ? null : PathIds.parse(raw).orElse(null);
        if (raw != null && id == null) {
            findings.add(parameter, "is not an id");
        }
        return id;
    }

    private static @Nullable Instant instant(String parameter, @Nullable String raw, Findings findings) {
        if (raw == null) {
            return null;
        }
        try {
            // a plus sign that nobody encoded arrives as a space
            Instant instant = OffsetDateTime.parse(raw.replace(' ', '+')).toInstant();
            if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
            findings.add(parameter, "must lie between 1970 and 2100");
        } catch (DateTimeException e) {
            findings.add(parameter, "must be an instant such as 2026-01-01T06:00:00Z");
        }
        return null;
    }
}
