package radio.tarang.program.export;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.program.Program;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.Station;

/**
 * schema.org as JSON-LD: the station is a RadioBroadcastService, each programme a BroadcastEvent published on it.
 *
 * @see <a href="https://schema.org/BroadcastEvent">BroadcastEvent</a>
 */
@Component
@Order(3)
class JsonLdForm implements ScheduleForm {
    private final ObjectMapper json;

    JsonLdForm(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public String suffix() {
        return "jsonld";
    }

    @Override
    public MediaType type() {
        return new MediaType("application", "ld+json");
    }

    @Override
    public byte[] write(Schedule schedule) {
        List<Node> graph = new ArrayList<>();
        graph.add(service(schedule.station()));
        schedule.programs().forEach(program -> graph.add(event(schedule, program)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("@context", "https://schema.org");
        document.put("@graph", graph.stream().map(Node::members).toList());
        return json.writeValueAsBytes(document);
    }

    private static Node service(Station station) {
        return new Node("RadioBroadcastService", "urn:uuid:" + station.id()).with("name", station.name())
                .with("inLanguage", station.languages().isEmpty() ? null : station.languages())
                .with("areaServed", station.stateId() == null ? "IN" : "IN-" + station.stateId())
                .with("url", station.streamUrl());
    }

    private static Node event(Schedule schedule, Program program) {
        ProgramDetails details = program.details();
        Instant promised = program.announced() == null ? null : program.announced().start();
        boolean moved = promised != null && !promised.equals(program.slot().start());
        List<String> keywords = new ArrayList<>(details.tags());
        if (details.category() != null) {
            keywords.addFirst(details.category());
        }
        return new Node("BroadcastEvent", "urn:uuid:" + program.id()).with("name", details.title())
                .with("description", details.description())
                .with("startDate", program.slot().start().toString()).with("endDate", program.slot().end().toString())
                .with("previousStartDate", moved ? String.valueOf(promised) : null)
                .with("eventStatus", "https://schema.org/" + (moved ? "EventRescheduled" : "EventScheduled"))
                .with("inLanguage", details.language()).with("image", details.imageUrl())
                .with("keywords", keywords.isEmpty() ? null : keywords)
                .with("performer", details.hostName() == null
                        ? null
                        : Map.of("@type", "Person", "name", details.hostName()))
                .with("publishedOn", Map.of("@id", "urn:uuid:" + schedule.station().id()));
    }

    /** A thing and what is known of it. */
    private record Node(Map<String, Object> members) {
        Node(String type, String id) {
            this(new LinkedHashMap<>(Map.of()));
            members.put("@type", type);
            members.put("@id", id);
        }

        Node with(String name, @Nullable Object value) {
            if (value != null) {
                members.put(name, value);
            }
            return this;
        }
    }
}
