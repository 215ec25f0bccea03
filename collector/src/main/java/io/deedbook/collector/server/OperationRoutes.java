// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What those who run the collector ask it: is it alive, is it ready, how is it doing. Needs no key and tells nothing
 * about tenants: metrics have neither their names nor anything of theirs in them. Meant for probes and scrapers on the
 * same host or network; a proxy that opens the collector to others should not pass {@code /metrics} on.
 */
final class OperationRoutes {
    private final Readiness readiness;
    private final Supplier<Optional<String>> warning;
    private final BooleanSupplier spooling;
    private final @Nullable Supplier<String> metrics;

    /**
     * @param warning what a person should see to though the collector is ready
     * @param spooling whether records wait outside of the ledger
     * @param metrics what {@code /metrics} shows, or null for not answering there
     */
    OperationRoutes(
            Readiness readiness,
            Supplier<Optional<String>> warning,
            BooleanSupplier spooling,
            @Nullable Supplier<String> metrics) {
        this.readiness = readiness;
        this.warning = warning;
        this.spooling = spooling;
        this.metrics = metrics;
    }

    void mount(Router router) {
        router.get("/health/live").handler(context -> answer(context.response(), 200, state("live", null)));
        router.get("/health/ready").handler(this::ready);
        if (metrics != null) {
            router.get("/metrics").handler(context -> scrape(context, metrics));
        }
        router.get("/")
                .handler(context -> context.response()
                        .setStatusCode(302)
                        .putHeader("location", "/dashboard")
                        .end());
    }

    private void ready(RoutingContext context) {
        readiness
                .trouble()
                .onComplete(asked -> asked.result()
                        .ifPresentOrElse(
                                reason -> answer(context.response(), 503, state("unavailable", reason)),
                                () -> answer(context.response(), 200, ready())));
    }

    private JsonObject ready() {
        var body = state("ready", warning.get().orElse(null));
        return spooling.getAsBoolean() ? body.put("spooling", true) : body;
    }

    private static JsonObject state(String status, @Nullable String reason) {
        var body = new JsonObject().put("status", status);
        return reason == null ? body : body.put("reason", reason);
    }

    private static void answer(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer());
    }

    private static void scrape(RoutingContext context, Supplier<String> metrics) {
        context.vertx()
                .executeBlocking(metrics::get, false)
                .onSuccess(text -> context.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .putHeader("cache-control", "no-store")
                        .end(text))
                .onFailure(context::fail);
    }
}
