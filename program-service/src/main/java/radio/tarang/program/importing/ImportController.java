package radio.tarang.program.importing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

import radio.tarang.program.Refusal;
import radio.tarang.program.Refusal.Reason;
import radio.tarang.program.Stations;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.audit.Audit;
import radio.tarang.program.importing.ImportJob.Counts;
import radio.tarang.program.importing.ImportJob.Problem;
import radio.tarang.program.security.StateScope;
import radio.tarang.program.web.Links;
import radio.tarang.program.web.Paging;
import radio.tarang.program.web.PathIds;

/** Files in, jobs out. The file is the request's body, or the field {@code file} of a form. */
@RestController
@RequestMapping("/api/v1/admin/imports")
class ImportController {
    /** @param errors the first hundred; {@code errorCount} tells of all */
    record JobView(UUID id, String format, String status, @Nullable UUID stationId, boolean createStations,
            double progress, Counts counts,
            List<Problem> errors, int errorCount, Instant createdAt, @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {
        static JobView of(ImportJob job) {
            return new JobView(job.id(), job.format().word(), job.status().word(), job.stationId(),
                    job.createStations(),
                    job.progress(), job.counts(), job.errors(), job.errorCount(), job.createdAt(), job.startedAt(),
                    job.finishedAt());
        }
    }

    record JobList(List<JobView> imports, int total, int page, int limit, boolean hasMore) {
    }

    private final ImportJobs jobs;
    private final ImportSources sources;
    private final ImportRunner runner;
    private final Stations stations;
    private final Audit audit;
    private final ImportProperties properties;

    ImportController(ImportJobs jobs, ImportSources sources, ImportRunner runner, Stations stations, Audit audit,
            ImportProperties properties) {
        this.jobs = jobs;
        this.sources = sources;
        this.runner = runner;
        this.stations = stations;
        this.audit = audit;
        this.properties = properties;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    ResponseEntity<JobView> queue(Actor actor, @RequestParam @Nullable String stationId,
            @RequestParam @Nullable String format,
            @RequestParam(defaultValue = "false") boolean createStations, HttpServletRequest request)
            throws IOException {
        UUID station = stationId == null ? null : PathIds.known(stationId, Reason.UNKNOWN_STATION);
        String state = station == null ? null : stateOf(station);
        // without a station the file's channels decide, and createStations makes national ones: both reach beyond a state
        StateScope.require(actor.caller(), createStations ? null : state);
        MultipartFile field = request instanceof MultipartHttpServletRequest form ? file(form) : null;
        ImportFormat told = sources.told(format,
                mediaType(field == null ? request.getContentType() : field.getContentType()));
        try (InputStream in = field == null ? request.getInputStream() : field.getInputStream();
                ImportFile file = ImportFile.receive(in, properties.maxSize().toBytes())) {
            ImportFormat known = told == null ? sources.recognised(file.beginning()) : told;
            sources.check(known, file, station);
            UUID id = jobs.queue(file, known, station, createStations,
                    job -> audit.record(actor, "import.start", job.id(), state, null, JobView.of(job)));
            runner.wake();
            return ResponseEntity.accepted().location(URI.create("/api/v1/admin/imports/" + id))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store").body(JobView.of(job(id)));
        }
    }

    @GetMapping
    ResponseEntity<JobList> list(@RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit,
            HttpServletRequest request) {
        Paging paging = Paging.of(page, limit);
        int total = jobs.count();
        List<JobView> found = jobs.page(paging.offset(), limit).stream().map(JobView::of).toList();
        boolean hasMore = paging.offset() + found.size() < total;
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.LINK, Links.of(request, page, hasMore, null))
                .body(new JobList(found, total, page, limit, hasMore));
    }

    @GetMapping("/{id}")
    ResponseEntity<JobView> one(@PathVariable String id) {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(JobView.of(job(PathIds.known(id, Reason.UNKNOWN_IMPORT))));
    }

    private @Nullable String stateOf(UUID station) {
        return stations.find(station)
                .orElseThrow(() -> Refusal.unknown(Reason.UNKNOWN_STATION, station.toString())).stateId();
    }

    private ImportJob job(UUID id) {
        return jobs.find(id).orElseThrow(() -> Refusal.unknown(Reason.UNKNOWN_IMPORT, id.toString()));
    }

    private static MultipartFile file(MultipartHttpServletRequest form) {
        MultipartFile file = form.getFile("file");
        if (file == null) {
            throw Refusal.invalid("file", "is missing in the form");
        }
        return file;
    }

    private static @Nullable String mediaType(@Nullable String contentType) {
        return contentType == null ? null : contentType.split(";", 2)[0].strip();
    }
}
