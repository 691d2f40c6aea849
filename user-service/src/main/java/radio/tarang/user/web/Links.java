package radio.tarang.user.web;

import java.util.StringJoiner;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** The {@code Link} header of a list (RFC 8288), with relative references. A list with a cursor goes on by cursor. */
public final class Links {
    private Links() {
    }

    /** @param page the page shown; null in cursor mode, where the list can only be started again or gone on with */
    public static String of(HttpServletRequest request, @Nullable Integer page, boolean hasMore,
            @Nullable String nextCursor) {
        StringJoiner links = new StringJoiner(", ");
        links.add(link(request, "first", "page", page == null ? null : "1"));
        if (page != null && page > 1) {
            links.add(link(request, "prev", "page", Integer.toString(page - 1)));
        }
        if (hasMore && nextCursor != null) {
            links.add(link(request, "next", "cursor", nextCursor));
        } else if (hasMore && page != null) {
            links.add(link(request, "next", "page", Integer.toString(page + 1)));
        }
        return links.toString();
    }

    private static String link(HttpServletRequest request, String relation, String parameter, @Nullable String value) {
        UriComponentsBuilder target = UriComponentsBuilder.fromPath(request.getRequestURI())
                .query(request.getQueryString())
                .replaceQueryParam("page").replaceQueryParam("cursor");
        if (value == null) {
            target.queryParam("cursor", "");
        } else {
            target.queryParam(parameter, value);
        }
        return "<" + target.build().toUriString() + ">; rel=\"" + relation + "\"";
    }
}
