package radio.tarang.comment.security;

import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Denies everything somebody would answer, and lets the rest become the 404 or 405 it is, for everybody alike. */
@Component
class Unmapped implements AuthorizationManager<RequestAuthorizationContext> {
    private final ObjectProvider<HandlerMapping> mappings;

    Unmapped(ObjectProvider<HandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @Override
    public AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> caller,
            RequestAuthorizationContext context) {
        return new AuthorizationDecision(
                mappings.stream().noneMatch(mapping -> answers(mapping, context.getRequest())));
    }

    private static boolean answers(HandlerMapping mapping, HttpServletRequest request) {
        try {
            if (!ServletRequestPathUtils.hasParsedRequestPath(request)) {
                ServletRequestPathUtils.parseAndCache(request);
            }
            return mapping.getHandler(request) != null;
        } catch (HttpRequestMethodNotSupportedException e) {
            return false; // another method's path: nothing would run
        } catch (Exception e) {
            return true; // there is something, it only dislikes this request
        }
    }
}
