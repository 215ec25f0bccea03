// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.http;

import io.vertx.core.http.HttpServerResponse;

/**
 * The headers that keep a browser from doing more with an answer than it is meant for. Pages may load scripts, styles
 * and data from this server only, nothing inline, and nobody may frame them; anything else may load nothing at all.
 */
public final class SecurityHeaders {
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    /** For a page that people see. */
    public static void page(HttpServerResponse response) {
        common(response, PAGE_POLICY);
    }

    /** For JSON, text and files. */
    public static void data(HttpServerResponse response) {
        common(response, DATA_POLICY);
    }

    /**
     * {@code same-origin} and not {@code no-referrer}, under which browsers send {@code Origin: null} with a form
     * (Fetch standard, "append a request Origin header").
     */
    private static void common(HttpServerResponse response, String policy) {
        response.putHeader("Content-Security-Policy", policy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
}
