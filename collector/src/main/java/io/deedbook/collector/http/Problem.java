// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.OptionalInt;

/**
 * An error as the API tells it: problem details of RFC 9457, {@code application/problem+json}. The type is the default
 * {@code about:blank}, so the title is that of the status code.
 *
 * @param status HTTP status code, 400 to 599
 * @param title of the status code
 * @param detail one sentence for the person who reads it, without data of theirs
 * @param retryAfterSeconds when to try again, for 429 and 503
 * @param errors all that is wrong with what was sent, a sentence each; empty where the detail says it
 */
public record Problem(int status, String title, String detail, OptionalInt retryAfterSeconds, List<String> errors) {
    public static final String CONTENT_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    /** 400. */
    public static Problem badRequest(String detail) {
        return of(400, "Bad Request", detail);
    }

    /** 401; the answer names the scheme that is asked for (RFC 9110 §15.5.2). */
    public static Problem unauthorized(String detail) {
        return of(401, "Unauthorized", detail);
    }

    /** 403. */
    public static Problem forbidden(String detail) {
        return of(403, "Forbidden", detail);
    }

    /** 404. */
    public static Problem notFound(String detail) {
        return of(404, "Not Found", detail);
    }

    /** 405. */
    public static Problem methodNotAllowed(String detail) {
        return of(405, "Method Not Allowed", detail);
    }

    /** 413. */
    public static Problem tooLarge(String detail) {
        return of(413, "Content Too Large", detail);
    }

    /** 422: well-formed, and not to be accepted; with each thing that is wrong. */
    public static Problem unprocessable(String detail, List<String> errors) {
        return new Problem(422, "Unprocessable Content", detail, OptionalInt.empty(), errors);
    }

    /** 500: a bug of ours, which was logged where it happened. */
    public static Problem internal() {
        return of(500, "Internal Server Error", "Something went wrong here; the server's log says what.");
    }

    /** 503. */
    public static Problem unavailable(String detail, int retryAfterSeconds) {
        return new Problem(503, "Service Unavailable", detail, OptionalInt.of(retryAfterSeconds), List.of());
    }

    private static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, OptionalInt.empty(), List.of());
    }

    /** Ends the response with this problem. */
    public void send(HttpServerResponse response) {
        response.setStatusCode(status).putHeader("Content-Type", CONTENT_TYPE).putHeader("Cache-Control", "no-store");
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"deedbook\"");
        }
        retryAfterSeconds.ifPresent(seconds -> response.putHeader("Retry-After", Integer.toString(seconds)));
        response.end(json());
    }

    /** The body. */
    public String json() {
        var json = new StringBuilder(160).append("{\"status\":").append(status).append(",\"title\":\"");
        quote(title, json);
        json.append("\",\"detail\":\"");
        quote(detail, json);
        json.append('"');
        if (!errors.isEmpty()) {
            json.append(",\"errors\":[");
            for (var error : errors) {
                json.append(json.charAt(json.length() - 1) == '[' ? "\"" : ",\"");
                quote(error, json);
                json.append('"');
            }
            json.append(']');
        }
        return json.append('}').toString();
    }

    private static void quote(String text, StringBuilder json) {
        JsonStringEncoder.getInstance().quoteAsString(text, json);
    }
}
