// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Headers that tell browsers to trust an answer as little as possible (OWASP Secure Headers). Set before any route, so that
 * a page which needs more says so itself.
 */
final class SecurityHeaders {
    private SecurityHeaders() {}

    static void mount(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(SecurityHeaders::put);
    }

    private static void put(RoutingContext context) {
        context.response()
                .putHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
                .putHeader("cross-origin-opener-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin")
                .putHeader("permissions-policy", "camera=(), geolocation=(), microphone=()")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("x-frame-options", "DENY")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        context.next();
    }
}
