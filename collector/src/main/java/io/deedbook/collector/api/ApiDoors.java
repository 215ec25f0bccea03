// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import io.deedbook.collector.http.Credentials;
import io.deedbook.collector.http.Problem;
import io.deedbook.collector.http.SecurityHeaders;
import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.bus.Trace;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.Principal;
import io.deedbook.storage.tenant.Scope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all parts of the API share: who may ask, which methods there are, and how a failure becomes a {@link Problem}.
 */
final class ApiDoors {
    static final String ROOT = "/api/v1/";
    static final String JSON = "application/json";

    private static final Logger LOG = LoggerFactory.getLogger(ApiDoors.class);

    private final Authenticator authenticator;

    ApiDoors(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** What answers once the sender is known. */
    interface Door {
        /** Completes when the response was ended; fails with what {@link #fail} turns into a problem. */
        Future<Void> open(RoutingContext context, Principal principal);
    }

    /** A problem on its way to the response. */
    private static final class ProblemException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        private ProblemException(Problem problem) {
            super(problem.detail(), null, false, false);
            this.problem = problem;
        }
    }

    /** Adds a path that can only be read. */
    void read(Router router, String path, Door door) {
        mount(router, path, Map.of(HttpMethod.GET, door));
    }

    /** Adds a path with what each method does; what changes something asks for the scope admin. HEAD goes with GET. */
    void mount(Router router, String path, Map<HttpMethod, Door> doors) {
        router.route(ROOT + path)
                .handler(context -> answer(context, doors))
                .failureHandler(context -> fail(context, cause(context)));
    }

    /**
     * Adds addresses outside of {@link #ROOT} that can only be read.
     *
     * @param path with a star at its end
     * @param door lets in whom it wants, with {@link #reader} or without
     */
    void readAt(Router router, String path, Function<RoutingContext, Future<Void>> door) {
        Map<HttpMethod, Function<RoutingContext, Future<Void>>> doors = Map.of(HttpMethod.GET, door);
        router.route(path)
                .handler(context -> choose(context, doors)
                        .ifPresent(chosen ->
                                open(context, Future.succeededFuture(context).compose(chosen))))
                .failureHandler(context -> fail(context, cause(context)));
    }

    /** Who may read; fails with a problem for everybody else. */
    Future<Principal> reader(RoutingContext context) {
        return identify(context, Scope.READ);
    }

    private void answer(RoutingContext context, Map<HttpMethod, Door> doors) {
        choose(context, doors)
                .ifPresent(door -> open(
                        context,
                        identify(context, reads(context) ? Scope.READ : Scope.ADMIN)
                                .compose(principal -> door.open(context, principal))));
    }

    private static boolean reads(RoutingContext context) {
        var method = context.request().method();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /** What the method of the request stands for; where that is nothing, the request is answered. */
    private static <T> Optional<T> choose(RoutingContext context, Map<HttpMethod, T> doors) {
        var response = context.response();
        SecurityHeaders.data(response);
        response.putHeader("Cache-Control", "no-store");
        var door = doors.get(reads(context) ? HttpMethod.GET : context.request().method());
        if (door == null) {
            response.putHeader("Allow", allowed(doors));
            Problem.methodNotAllowed(
                            doors.size() == 1
                                    ? "This can only be read. Use GET."
                                    : "This takes " + allowed(doors) + " only.")
                    .send(response);
            return Optional.empty();
        }
        // what follows asks the database: a body that comes meanwhile has to wait
        context.request().pause();
        return Optional.of(door);
    }

    private static void open(RoutingContext context, Future<Void> answer) {
        answer.onFailure(failure -> fail(context, failure))
                .onComplete(done -> context.request().resume());
    }

    private static String allowed(Map<HttpMethod, ?> doors) {
        var names = new TreeSet<String>();
        doors.keySet().forEach(method -> names.add(method.name()));
        if (names.contains(HttpMethod.GET.name())) {
            names.add(HttpMethod.HEAD.name());
        }
        return String.join(", ", names);
    }

    private Future<Principal> identify(RoutingContext context, Scope scope) {
        var key = Credentials.key(context.request().headers());
        if (key.isEmpty()) {
            return refuse(
                    Problem.unauthorized("A key is needed: send Authorization: Bearer <key>, or x-api-key: <key>."));
        }
        return authenticator.authenticate(key.get()).compose(principal -> {
            if (principal.isEmpty()) {
                return refuse(Problem.unauthorized("This key is unknown or was revoked."));
            }
            return principal.get().may(scope) ? Future.succeededFuture(principal.get()) : refuse(forbidden(scope));
        });
    }

    private static Problem forbidden(Scope scope) {
        return Problem.forbidden(
                scope == Scope.READ
                        ? "This key may not read. Use one with the scope read."
                        : "This key may not change anything. Use one with the scope admin.");
    }

    static Future<Void> send(RoutingContext context, String contentType, Buffer body) {
        return context.response().putHeader("Content-Type", contentType).end(body);
    }

    static <T> Future<T> refuse(Problem problem) {
        return Future.failedFuture(new ProblemException(problem));
    }

    private static Throwable cause(RoutingContext context) {
        var failure = context.failure();
        return failure == null ? new HttpException(context.statusCode()) : failure;
    }

    /** The failure of a route that no door stands behind. */
    static void failed(RoutingContext context) {
        fail(context, cause(context));
    }

    /** The one place where a failure becomes an answer. */
    private static void fail(RoutingContext context, Throwable failure) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        problem(failure).send(response);
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem;
        } else if (failure instanceof BadParameterException bad) {
            return Problem.badRequest(String.valueOf(bad.getMessage()));
        } else if (failure instanceof Refusal refusal) {
            return Problem.unavailable(String.valueOf(refusal.getMessage()), refusal.retryAfterSeconds());
        } else if (failure instanceof HttpException http && http.getStatusCode() < 500) {
            return Problem.badRequest("The request's address can't be read. Percent-encode it.");
        }
        LOG.error("An API request failed for a reason that nobody foresaw", Trace.of(failure));
        return Problem.internal();
    }
}
