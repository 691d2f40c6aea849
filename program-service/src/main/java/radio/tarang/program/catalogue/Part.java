package radio.tarang.program.catalogue;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.Refusal;
import radio.tarang.program.web.Paging;

/**
 * Which part of a list: a page of it, or what follows an entry.
 *
 * @param page null by cursor
 */
record Part(@Nullable Integer page, @Nullable Cursor after, int offset, int limit) {
    static Part of(SongOrder order, int page, int limit, @Nullable String cursor, HttpServletRequest request) {
        Paging paging = Paging.of(page, limit);
        if (cursor == null) {
            return new Part(page, null, paging.offset(), limit);
        }
        if (request.getParameter("page") != null) {
            throw Refusal.invalid("page", "cannot be combined with cursor");
        }
        return new Part(null, Cursor.parse(cursor, order), 0, limit);
    }

    /** Of one row more than asked for: whether there is more. */
    boolean isExceededBy(List<?> rows) {
        return rows.size() > limit;
    }

    <T> List<T> shown(List<T> rows) {
        return isExceededBy(rows) ? rows.subList(0, limit) : rows;
    }
}
