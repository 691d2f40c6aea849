package radio.tarang.program.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

import radio.tarang.program.Refusal;

/** Bounds request bodies, said to be long or chunked alike: 1 MiB of JSON, 21 MiB for an import (20 MiB of file and its multipart frame). */
@Component
@Order(0) // after Spring Security: who may not send anything is told that, not how long it may be
class BodyLimit extends OncePerRequestFilter {
    /** The body went on beyond its limit while it was read. */
    static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1;

        Exceeded() {
            super("request body too large");
        }
    }

    private static final long JSON_BYTES = DataSize.ofMegabytes(1).toBytes();
    private static final long IMPORT_BYTES = DataSize.ofMegabytes(21).toBytes();

    private final HandlerExceptionResolver resolver;

    BodyLimit(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long limitBytes = request.getRequestURI().startsWith("/api/v1/admin/imports") ? IMPORT_BYTES : JSON_BYTES;
        if (request.getContentLengthLong() > limitBytes) {
            resolver.resolveException(request, response, null,
                    new Refusal(Refusal.Reason.PAYLOAD_TOO_LARGE, "At most " + limitBytes + " bytes are read here."));
            return;
        }
        chain.doFilter(new Limited(request, limitBytes), response);
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private final long limitBytes;

        Limited(HttpServletRequest request, long limitBytes) {
            super(request);
            this.limitBytes = limitBytes;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream(), limitBytes);
        }
    }

    private static final class Counted extends ServletInputStream {
        private final ServletInputStream in;
        private long leftBytes;

        Counted(ServletInputStream in, long limitBytes) {
            this.in = in;
            this.leftBytes = limitBytes;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int bytes) throws Exceeded {
            leftBytes -= bytes;
            if (leftBytes < 0) {
                throw new Exceeded();
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
