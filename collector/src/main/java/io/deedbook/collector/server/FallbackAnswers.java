// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.http.Problem;
import io.deedbook.pipeline.bus.Trace;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what no route answered, and what a route failed to answer, as problem details (RFC 9457). */
final class FallbackAnswers {
    private static final Logger log = LoggerFactory.getLogger(FallbackAnswers.class);

    private FallbackAnswers() {}

    static void mount(Router router) {
        router.errorHandler(404, context -> answer(context, Problem.notFound("There is nothing at this address.")));
        router.errorHandler(
                405, context -> answer(context, Problem.methodNotAllowed("This address does not take this method.")));
        router.errorHandler(400, context -> answer(context, Problem.badRequest("The request cannot be read.")));
        router.errorHandler(500, FallbackAnswers::bug);
    }

    /** 503 and not 500: exporters drop a batch for good on 500, and the next try may well succeed. */
    private static void bug(RoutingContext context) {
        var failure = context.failure();
        log.error(
                "A request could not be handled. method={}",
                context.request().method(),
                failure == null ? null : Trace.of(failure));
        answer(context, Problem.unavailable("The request could not be handled. Send it again.", 1));
    }

    private static void answer(RoutingContext context, Problem problem) {
        var response = context.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        problem.send(response);
    }
}
