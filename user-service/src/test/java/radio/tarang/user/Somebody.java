package radio.tarang.user;

import java.util.UUID;

import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.security.TestIssuer;

/** Somebody new who is signed in, as the service meets them. */
public record Somebody(RunningService service, UUID id, String username, String token) {
    public static Somebody at(RunningService service, String... roles) {
        UUID id = UUID.randomUUID();
        String username = "u" + id.toString().substring(0, 8);
        return new Somebody(service, id, username, TestIssuer.shared().named(id, username, roles));
    }

    /** Somebody the service has met before. */
    public static Somebody known(RunningService service, String... roles) {
        Somebody somebody = at(service, roles);
        if (somebody.get("/api/v1/user/preferences").status() != 200) {
            throw new AssertionError("not let in");
        }
        return somebody;
    }

    public Answer get(String path, String... headers) {
        return service.get(path, with(headers));
    }

    public Answer post(String path, String json, String... headers) {
        return service.post(path, json, with(headers));
    }

    public Answer put(String path, String json, String... headers) {
        return service.put(path, json, with(headers));
    }

    public Answer patch(String path, String json, String... headers) {
        return service.patch(path, json, with(headers));
    }

    public Answer delete(String path, String... headers) {
        return service.delete(path, with(headers));
    }

    private String[] with(String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Authorization";
        all[1] = "Bearer " + token;
        return all;
    }
}
