package com.auroraretail.inventory.api;

import com.auroraretail.inventory.domain.NotEnoughStockException;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

@RestControllerAdvice
class ErrorAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);

    @ExceptionHandler(NotEnoughStockException.class)
    ProblemDetail notEnough(NotEnoughStockException exception) {
        log.info("refused: {}", exception.getMessage());
        return problem(HttpStatus.CONFLICT, "not-enough-stock", "There are not enough units.");
    }

    @ExceptionHandler(NoSuchElementException.class)
    ProblemDetail notFound() {
        return problem(HttpStatus.NOT_FOUND, "not-found", "This is not known here.");
    }

    @ExceptionHandler(IllegalStateException.class)
    ProblemDetail conflict() {
        return problem(HttpStatus.CONFLICT, "conflict", "The reservation is not open any more.");
    }

    private static ProblemDetail problem(HttpStatus status, String code, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setProperty("code", code);
        return body;
    }
}
