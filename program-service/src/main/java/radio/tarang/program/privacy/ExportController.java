package radio.tarang.program.privacy;

import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.audit.Audit;

/** For user-service alone, which puts together what all services hold about somebody. The gateway has no such route. */
@Hidden
@RestController
class ExportController {
    /**
     * @param erased whether this person has been erased here
     * @param audit what they did as an editor, newest first; beyond that this service holds nothing about people
     */
    record Held(boolean erased, List<Audit.Deed> audit) {
    }

    private final Erasures erasures;

    ExportController(Erasures erasures) {
        this.erasures = erasures;
    }

    @GetMapping("/internal/export/users/{id}")
    ResponseEntity<Held> held(@PathVariable UUID id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(new Held(erasures.isErased(id), erasures.deeds(id)));
    }
}
