// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/**
 * Lets browsers of some origins send telemetry: the Office agents export from a web view (Fetch standard, "CORS
 * protocol"). Cookies are never allowed; the key in a header is the only credential.
 */
final class Cors {
    private static final String ANY = "*";
    private static final String HEADERS =
            "authorization, baggage, content-encoding, content-type, traceparent, tracestate, x-api-key";
    private static final String AGE_SECONDS = "7200";

    private final Set<String> origins;

    Cors(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    boolean isConfigured() {
        return !origins.isEmpty();
    }

    /** Marks an answer as readable by the origin that asks, where it is one of the configured. */
    void mark(HttpServerRequest request, HttpServerResponse response) {
        if (!isConfigured()) {
            return;
        }
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return;
        }
        if (origins.contains(ANY)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        } else if (origins.contains(origin)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        } else {
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, HttpHeaders.RETRY_AFTER);
    }

    /** Answers the request that a browser sends before the export. */
    void preflight(RoutingContext context) {
        var response = context.response();
        mark(context.request(), response);
        if (response.headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, AGE_SECONDS);
        }
        response.setStatusCode(204).end();
    }
}
