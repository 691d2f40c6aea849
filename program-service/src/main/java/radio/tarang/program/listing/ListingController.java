package radio.tarang.program.listing;

import java.time.Clock;
import java.util.ArrayList;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Area;
import radio.tarang.program.Findings;
import radio.tarang.program.ProgramStatus;
import radio.tarang.program.Refusal;
import radio.tarang.program.State;
import radio.tarang.program.States;
import radio.tarang.program.Text;
import radio.tarang.program.web.Caching;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.Links;
import radio.tarang.program.web.Members;
import radio.tarang.program.web.Paging;
import radio.tarang.program.web.PathIds;
import radio.tarang.program.web.ProgramView;

@RestController
class ListingController {
    @JsonInclude(Include.NON_NULL)
    record ProgramList(List<ProgramView> programs, long total, @Nullable Integer page, int limit, boolean hasMore,
            @Nullable String nextCursor) {
    }

    private final StateListing stateListing;
    private final Listings listings;
    private final States states;
    private final Clock clock;

    ListingController(StateListing stateListing, Listings listings, States states, Clock clock) {
        this.stateListing = stateListing;
        this.listings = listings;
        this.states = states;
        this.clock = clock;
    }

    @GetMapping("/api/v1/programs/state/{stateId}")
    ResponseEntity<ProgramList> ofState(@PathVariable String stateId,
            @RequestParam(defaultValue = "live") String status,
            @RequestParam(defaultValue = "1") int page, @RequestParam(defaultValue = "20") int limit,
            @RequestParam @Nullable String cursor, @RequestParam @Nullable String fields,
            @RequestHeader(name = "Save-Data", required = false) @Nullable String saveData,
            @Parameter(hidden = true) HttpServletRequest request) {
        State state = states.get(stateId);
        ProgramStatus wanted = listed(status);
        Members members = ProgramView.members(fields, saveData);
        Paging paging = Paging.of(page, limit);
        Listings.Page found = stateListing.page(state.id(), wanted, from(cursor, paging, wanted, request), limit,
                clock.instant());
        return answer(found, paging, cursor != null, members,
                List.of(Caching.areaTag(state.id()), Caching.areaTag(null)), request);
    }

    @GetMapping("/api/v1/programs")
    ResponseEntity<ProgramList> everywhere(@RequestParam(defaultValue = "live") String status,
            @RequestParam @Nullable String category,
            @RequestParam @Nullable String language, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String fields,
            @RequestHeader(name = "Save-Data", required = false) @Nullable String saveData,
            @Parameter(hidden = true) HttpServletRequest request) {
        ProgramStatus wanted = listed(status);
        Members members = ProgramView.members(fields, saveData);
        Findings findings = new Findings();
        String wantedCategory = Text.line("category", category, 100, findings);
        String wantedLanguage = Text.language("language", language, findings);
        findings.refuseAny();
        Paging paging = Paging.of(page, limit);
        List<String> areas = new ArrayList<>(states.all().stream().map(State::id).toList());
        List<String> tags = new ArrayList<>(areas.stream().map(Caching::areaTag).toList());
        areas.add(Area.NATIONAL);
        tags.add(Caching.areaTag(null));
        Listings.Page found = listings.everywhere(wanted, wantedCategory, wantedLanguage,
                from(cursor, paging, wanted, request), limit,
                areas);
        return answer(found, paging, cursor != null, members, tags, request);
    }

    @GetMapping("/api/v1/programs/{id}")
    ResponseEntity<ProgramView> one(@PathVariable String id) {
        UUID known = PathIds.known(id, Refusal.Reason.UNKNOWN_PROGRAM);
        ProgramView program = listings.one(known)
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_PROGRAM, id));
        return Caching
                .fresh(clock.instant(), program.nextBoundary(),
                        List.of("program:" + known, "station:" + program.stationId()))
                .header(HttpHeaders.ETAG, EntityTags.ofVersion(program.knownVersion())).body(program);
    }

    private ResponseEntity<ProgramList> answer(Listings.Page found, Paging paging, boolean byCursor,
            Members members,
            List<String> tags, HttpServletRequest request) {
        Integer page = byCursor ? null : Integer.valueOf(paging.page());
        String next = found.next() == null ? null : found.next().text();
        List<ProgramView> programs = found.programs().stream().map(program -> program.only(members)).toList();
        return Caching.fresh(clock.instant(), found.boundary(), found.announced(), tags)
                .header(HttpHeaders.LINK, Links.of(request, page, found.hasMore(), next))
                .body(new ProgramList(programs, found.total(), page, paging.limit(), found.hasMore(), next));
    }

    private static Listings.From from(@Nullable String cursor, Paging paging, ProgramStatus status,
            HttpServletRequest request) {
        if (cursor == null) {
            return new Listings.From(null, paging.offset());
        }
        if (request.getParameter("page") != null) {
            throw Refusal.invalid("page", "cannot be combined with cursor");
        }
        return new Listings.From(cursor.isEmpty() ? null : Cursor.parse(cursor, status), 0);
    }

    /** Cancelled programmes are not listed. */
    private static ProgramStatus listed(String word) {
        return ProgramStatus.ofWord(word).filter(status -> status != ProgramStatus.CANCELLED)
                .orElseThrow(() -> Refusal.invalid("status", "must be live, scheduled or ended"));
    }
}
