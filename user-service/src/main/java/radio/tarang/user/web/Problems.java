package radio.tarang.user.web;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import radio.tarang.user.Away;
import radio.tarang.user.Findings.Finding;
import radio.tarang.user.Refusal;

/** Every exception that reaches the web becomes a problem here. */
@RestControllerAdvice
@Order(0)
class Problems extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String RETRY_AFTER_SECONDS = "2";

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Refusal refusal, HttpServletRequest request) {
        ProblemDetail body = ProblemBody.of(refusal, request);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(body.getStatus())
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (body.getStatus() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        Duration retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            answer.header(HttpHeaders.RETRY_AFTER, Long.toString(ProblemBody.seconds(retryAfter)));
        }
        return answer.body(body);
    }

    @ExceptionHandler({CallNotPermittedException.class, BulkheadFullException.class, Away.class,
            DataAccessResourceFailureException.class, TransientDataAccessException.class,
            CannotCreateTransactionException.class, TransactionSystemException.class})
    ResponseEntity<ProblemDetail> away(Exception e, HttpServletRequest request) {
        LOG.warn("{} {}: what it needs did not answer: {}", request.getMethod(), request.getRequestURI(), e.toString());
        return ResponseEntity.status(503).header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(ProblemBody.ofStatus(503, request));
    }

    /** Spring has no name for a lock that was not had in time (55P03): whoever held it may be as slow as a database that is away. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> unnamed(UncategorizedSQLException e, HttpServletRequest request) {
        SQLException cause = e.getSQLException();
        return cause != null && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())
                ? away(e, request)
                : unexpected(e, request);
    }

    /** A query that is no UTF-8, or has more parts than are read. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> undecodable(InvalidParameterException e, HttpServletRequest request) {
        return answer(ProblemBody.ofStatus(e.getErrorCode(), request));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(Exception e, HttpServletRequest request) {
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return answer(ProblemBody.ofStatus(500, request));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException e,
            HttpHeaders headers,
            HttpStatusCode status, WebRequest web) {
        HttpServletRequest request = request(web);
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyLimit.Exceeded) {
                return widen(answer(ProblemBody.ofStatus(413, request)));
            }
        }
        return switch (e.getCause()) {
            case UnrecognizedPropertyException member -> invalid(path(member), "may not be set by a client", request);
            case MismatchedInputException mismatch -> invalid(path(mismatch), "has the wrong type or form", request);
            case StreamReadException _ -> malformed("The body is not well-formed JSON.", request);
            case null, default -> malformed("The body could not be read.", request);
        };
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception e, @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status, WebRequest web) {
        HttpServletRequest request = request(web);
        return switch (e) {
            case MethodArgumentTypeMismatchException mismatch ->
                invalid(mismatch.getName(), "has the wrong type or form", request);
            case MissingServletRequestParameterException missing ->
                invalid(missing.getParameterName(), "is required", request);
            default -> {
                ProblemDetail problem = ProblemBody.ofStatus(status.value(), request);
                yield ResponseEntity.status(problem.getStatus()).headers(headers)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store").body(problem);
            }
        };
    }

    private static ResponseEntity<Object> invalid(String field, String message, HttpServletRequest request) {
        return widen(answer(ProblemBody.of(Refusal.invalid(List.of(new Finding(field, message))), request)));
    }

    private static ResponseEntity<Object> malformed(String detail, HttpServletRequest request) {
        return widen(answer(
                ProblemBody.of(400, "malformed-request", "The request could not be understood", detail, request)));
    }

    private static String path(DatabindException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail body) {
        return ResponseEntity.status(body.getStatus()).header(HttpHeaders.CACHE_CONTROL, "no-store").body(body);
    }

    private static ResponseEntity<Object> widen(ResponseEntity<ProblemDetail> answer) {
        return ResponseEntity.status(answer.getStatusCode()).headers(answer.getHeaders()).body(answer.getBody());
    }

    private static HttpServletRequest request(WebRequest web) {
        return ((ServletWebRequest) web).getRequest();
    }
}
