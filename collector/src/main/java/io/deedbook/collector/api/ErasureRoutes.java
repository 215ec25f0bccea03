// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import static io.deedbook.collector.api.ApiDoors.JSON;
import static io.deedbook.collector.api.ApiDoors.refuse;
import static io.deedbook.collector.api.ApiDoors.send;

import io.deedbook.collector.erasure.ErasureJson;
import io.deedbook.collector.http.Problem;
import io.deedbook.storage.Storage;
import io.deedbook.storage.erasure.ErasableParts;
import io.deedbook.storage.erasure.ErasureRequest;
import io.deedbook.storage.erasure.Erasures.Ended;
import io.deedbook.storage.erasure.NewHold;
import io.deedbook.storage.postgres.PartitionVacuum.Rewrite;
import io.deedbook.storage.tenant.Principal;
import io.deedbook.storage.tenant.Scope;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1/erasures} and {@code /api/v1/holds}, for keys of the whole tenant with the scope admin: nobody erases
 * or holds a team's share of a person.
 */
public final class ErasureRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureRoutes.class);

    private static final List<String> NO_NAMES = List.of();
    private static final List<String> ERASURE = List.of("subject", "reason", "content", "parts", "dryRun");
    private static final List<String> HOLD = List.of("subject", "session", "from", "to", "reason");
    private static final List<String> RELEASE = List.of("reason");
    private static final int ACCEPTED = 202;

    private final ApiDoors doors;
    private final Storage storage;

    public ErasureRoutes(Storage storage) {
        this.storage = storage;
        doors = new ApiDoors(storage.authenticator());
    }

    /** Adds the routes. */
    public void mount(Router router) {
        doors.mount(router, "erasures", Map.of(HttpMethod.POST, this::erase));
        doors.mount(router, "erasures/:id", Map.of(HttpMethod.GET, this::progress));
        doors.mount(router, "holds", Map.of(HttpMethod.GET, this::holds, HttpMethod.POST, this::hold));
        doors.mount(router, "holds/:id/release", Map.of(HttpMethod.POST, this::release));
    }

    private Future<Void> erase(RoutingContext context, Principal principal) {
        return body(context, principal, ERASURE)
                .compose(body -> {
                    var request = request(principal, body);
                    return body.truth("dryRun")
                            ? storage.erasures()
                                    .dryRun(request)
                                    .map(progress -> ErasureJson.ended(progress, true, List.of()))
                            : start(context, principal, request);
                })
                .recover(ErasureRoutes::refused)
                .compose(json -> send(context, JSON, json.toBuffer()));
    }

    private static ErasureRequest request(Principal principal, JsonBody body) {
        var parts = body.texts("parts");
        return new ErasureRequest(
                principal.tenant(),
                body.needed("subject"),
                body.needed("reason"),
                parts == null ? ErasableParts.STANDARD : ErasableParts.parse(parts),
                body.truth("content"),
                principal.keyId());
    }

    private Future<JsonObject> start(RoutingContext context, Principal principal, ErasureRequest request) {
        return storage.erasures().start(request, progress -> {}).compose(running -> {
            running.ended().onSuccess(this::vacuum);
            context.response().setStatusCode(ACCEPTED).putHeader("Location", "/api/v1/erasures/" + running.id());
            return storage.erasures()
                    .progress(principal.tenant(), running.id())
                    .map(progress -> ErasureJson.progress(progress.orElseThrow()));
        });
    }

    /** Nobody waits for it: what the operator has to do is in the log. */
    private void vacuum(Ended ended) {
        storage.vacuum(ended.partitions(), Rewrite.PAST)
                .onSuccess(left -> left.forEach(statement -> LOG.info(
                        "What was erased may stand in free space of the database's files. When exports may wait, run it."
                                + " statement=\"{}\"",
                        statement)))
                .onFailure(failure -> LOG.warn(
                        "What was erased could not be vacuumed. cause={}",
                        failure.getClass().getName()));
    }

    private Future<Void> progress(RoutingContext context, Principal principal) {
        return admitted(context, principal)
                .compose(admitted -> storage.erasures().progress(principal.tenant(), context.pathParam("id")))
                .compose(found -> found.isPresent()
                        ? send(context, JSON, ErasureJson.progress(found.get()).toBuffer())
                        : refuse(Problem.notFound("There is no such erasure.")));
    }

    private Future<Void> holds(RoutingContext context, Principal principal) {
        var all = "true"
                .equals(Parameters.of(context.queryParams(), List.of("released"))
                        .oneOf("released", List.of("true", "false")));
        return whole(principal)
                .compose(admitted -> storage.holds().list(principal.tenant(), all))
                .compose(holds -> send(
                        context,
                        JSON,
                        new JsonObject().put("holds", ErasureJson.holds(holds)).toBuffer()));
    }

    private Future<Void> hold(RoutingContext context, Principal principal) {
        return body(context, principal, HOLD)
                .compose(body -> storage.holds()
                        .add(
                                principal.tenant(),
                                new NewHold(
                                        body.text("subject"),
                                        body.text("session"),
                                        time("from", body.text("from"), false),
                                        time("to", body.text("to"), true),
                                        body.needed("reason"),
                                        principal.keyId())))
                .map(ErasureJson::hold)
                .recover(ErasureRoutes::refused)
                .compose(json -> send(context, JSON, json.toBuffer()));
    }

    private Future<Void> release(RoutingContext context, Principal principal) {
        return body(context, principal, RELEASE)
                .compose(body -> storage.holds()
                        .release(principal.tenant(), context.pathParam("id"), body.needed("reason"), principal.keyId()))
                .map(ErasureJson::hold)
                .recover(ErasureRoutes::refused)
                .compose(json -> send(context, JSON, json.toBuffer()));
    }

    private static OptionalLong time(String name, @Nullable String text, boolean endOfDay) {
        return text == null ? OptionalLong.empty() : OptionalLong.of(QueryTime.unixNanos(name, text, endOfDay));
    }

    private static Future<JsonBody> body(RoutingContext context, Principal principal, List<String> names) {
        return admitted(context, principal)
                .compose(admitted -> BoundedBody.text(context.request(), JsonBody.BYTES_MAX))
                .map(text -> JsonBody.of(text, names));
    }

    private static Future<Void> admitted(RoutingContext context, Principal principal) {
        Parameters.of(context.queryParams(), NO_NAMES);
        return whole(principal);
    }

    private static Future<Void> whole(Principal principal) {
        if (!principal.may(Scope.ADMIN)) {
            return refuse(Problem.forbidden("This key may not see erasures and holds. Use one with the scope admin."));
        }
        return principal.team() == null
                ? Future.succeededFuture()
                : refuse(Problem.forbidden("This key belongs to a team. Use one of the whole tenant."));
    }

    private static Future<JsonObject> refused(Throwable failure) {
        return failure instanceof IllegalArgumentException
                ? refuse(Problem.badRequest(String.valueOf(failure.getMessage())))
                : Future.failedFuture(failure);
    }
}
