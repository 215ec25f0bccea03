// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static io.deedbook.collector.api.ApiDoors.refuse;

import io.deedbook.collector.http.Problem;
import io.deedbook.storage.export.ExportRequest;
import io.deedbook.storage.export.Exports;
import io.deedbook.storage.export.Exports.Ready;
import io.deedbook.storage.export.ZipTarget;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code /api/v1/export}: records with all that is needed to check them elsewhere, as a zip that is sent while it is
 * made. A team's key gets its team's records.
 */
public final class ExportRoutes {
    private static final List<String> NAMES = List.of("subject", "session", "from", "to");

    private final ApiDoors doors;
    private final Exports exports;

    public ExportRoutes(Authenticator authenticator, Exports exports) {
        doors = new ApiDoors(authenticator);
        this.exports = exports;
    }

    /** Adds the route. */
    public void mount(Router router) {
        doors.read(router, "export", this::export);
    }

    private Future<Void> export(RoutingContext context, Principal principal) {
        var given = Parameters.of(context.queryParams(), NAMES);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            // nothing is read, so nothing goes on record
            return context.response()
                    .putHeader("Content-Type", "application/zip")
                    .end();
        }
        return prepare(principal, given).compose(ready -> send(context, ready));
    }

    private Future<Ready> prepare(Principal principal, Parameters given) {
        try {
            return exports.prepare(new ExportRequest(
                            principal.tenant(),
                            principal.team(),
                            given.text("subject"),
                            given.text("session"),
                            time(given, "from", false),
                            time(given, "to", true),
                            principal.keyId()))
                    .recover(ExportRoutes::refused);
        } catch (IllegalArgumentException e) {
            return refused(e);
        }
    }

    private static Future<Ready> refused(Throwable failure) {
        return failure instanceof IllegalArgumentException
                ? refuse(Problem.badRequest(String.valueOf(failure.getMessage())))
                : Future.failedFuture(failure);
    }

    private static OptionalLong time(Parameters given, String name, boolean endOfDay) {
        var value = given.text(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(QueryTime.unixNanos(name, value, endOfDay));
    }

    private static Future<Void> send(RoutingContext context, Ready ready) {
        var response = context.response();
        response.setChunked(true)
                .putHeader("Content-Type", "application/zip")
                .putHeader("Content-Disposition", "attachment; filename=\"deedbook-export.zip\"");
        return ready.write(new ZipTarget(new PacedSink(response::write, System::nanoTime)))
                .compose(lines -> response.end())
                .recover(failure -> {
                    if (!response.headWritten()) {
                        response.headers().remove("Content-Disposition");
                        return Future.failedFuture(failure);
                    }
                    // what was sent can't be taken back: a zip that is cut off says so itself
                    return response.reset().otherwiseEmpty().mapEmpty();
                });
    }
}
