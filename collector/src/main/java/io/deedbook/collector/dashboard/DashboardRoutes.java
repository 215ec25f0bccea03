// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.collector.api.BadParameterException;
import io.deedbook.collector.api.RecordJson;
import io.deedbook.collector.api.RecordParameters;
import io.deedbook.collector.http.Problem;
import io.deedbook.collector.http.SecurityHeaders;
import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.bus.Trace;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.rule.RuleSet;
import io.deedbook.storage.read.RecordPage;
import io.deedbook.storage.read.RecordQuery;
import io.deedbook.storage.read.RecordReader;
import io.deedbook.storage.read.Stats;
import io.deedbook.storage.read.StoredRecord;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.DashboardSessions;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages for people under {@code /dashboard}: records as they arrive, one record, one session. Everything works
 * without the script, which only adds what arrives while a page is open.
 */
public final class DashboardRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardRoutes.class);
    private static final Pattern RECORD_ID = Pattern.compile("[0-9a-f]{32}");
    private static final int SESSION_ID_CHARS_MAX = 1024;
    private static final long CATCH_UP_RECORDS_MAX = 500;
    private static final String UNREADABLE = "The request cannot be read.";
    private static final String NO_RECORD = "There is no such record among those that your key may read.";
    private static final String NO_SESSION = "There is no such session among those that your key may read.";
    private static final String NO_PROOF =
            "No signed checkpoint covers this record yet. One is signed within seconds: try again.";

    private final Vertx vertx;
    private final RecordReader reader;
    private final Assets assets = new Assets();
    private final Pages pages = new Pages(assets);
    private final RecordViews views;
    private final SignIn signIn;

    public DashboardRoutes(
            Vertx vertx, Authenticator authenticator, RecordReader reader, DashboardSessions sessions, RuleSet rules) {
        this.vertx = vertx;
        this.reader = reader;
        views = new RecordViews(rules);
        signIn = new SignIn(authenticator, sessions, pages);
    }

    /** Adds the routes to the router of one event loop, which has live views of its own. */
    public void mount(Router router) {
        var feeds = new LiveFeeds(vertx, reader, views, pages);
        var stats = new RecentStats(reader);
        assets.mount(router);
        signIn.mount(router);
        page(router, "", (context, principal) -> records(context, principal, stats));
        page(router, "/records/:id", this::record);
        page(router, "/records/:id/proof", this::proof);
        page(router, "/records/:id/json", this::json);
        page(router, "/sessions/:id", this::session);
        router.get(Links.ROOT + "/live")
                .handler(context -> handled(signIn.reader(context), found -> live(context, found, feeds))
                        .onFailure(failure -> Problem.unavailable("Live updates are not available now.", 2)
                                .send(context.response())));
        router.route(Links.ROOT + "/*")
                .last()
                .handler(context -> message(context, null, 404, "Not found", "There is no such page."))
                .failureHandler(context -> fail(context, context.failure()));
    }

    private void page(Router router, String path, BiConsumer<RoutingContext, Principal> page) {
        router.get(Links.ROOT + path)
                .handler(context -> handled(
                                signIn.reader(context),
                                found -> found.ifPresentOrElse(
                                        principal -> page.accept(context, principal), () -> SignIn.redirect(context)))
                        .onFailure(failure -> fail(context, failure)))
                .failureHandler(context -> fail(context, context.failure()));
    }

    /** Fails with what {@code handler} throws; {@code onSuccess} would log it, and the request had no answer. */
    private static <T> Future<Void> handled(Future<T> found, Consumer<T> handler) {
        return found.compose(result -> {
            handler.accept(result);
            return Future.succeededFuture();
        });
    }

    private void records(RoutingContext context, Principal principal, RecentStats stats) {
        var given = Filters.parameters(context.queryParams());
        RecordQuery query;
        try {
            query = RecordParameters.records(given, principal.team());
        } catch (BadParameterException e) {
            counts(stats, principal)
                    .compose(counts -> show(context, principal, given, e.getMessage(), null, counts))
                    .onFailure(failure -> fail(context, failure));
            return;
        }
        Future.join(reader.records(principal.tenant(), query), counts(stats, principal))
                .compose(both -> show(context, principal, given, null, both.resultAt(0), both.resultAt(1)))
                .onFailure(failure -> fail(context, failure));
    }

    /** A page without counts is better than none: counting may take longer than the database is given. */
    private static Future<Optional<Stats>> counts(RecentStats stats, Principal principal) {
        return stats.of(principal).map(Optional::of).otherwise(Optional.empty());
    }

    private Future<Void> show(
            RoutingContext context,
            Principal principal,
            MultiMap given,
            @Nullable String error,
            @Nullable RecordPage page,
            Optional<Stats> stats) {
        var records = page == null ? List.<StoredRecord>of() : page.records();
        var firstPage = !given.contains("cursor");
        var form = Filters.form(given);
        var newest = records.isEmpty() ? -1 : records.get(0).index();
        var follows = error == null && firstPage && !given.contains("text");
        var older = page != null && page.more() ? Filters.href(Links.ROOT, given, Map.of("cursor", next(page))) : null;
        var view = new RecordsPage(
                pages.chrome("Records", principal),
                stats.map(Stats::records).orElse(null),
                stats.map(counts -> risks(counts.byRisk())).orElse(List.of()),
                stats.map(counts -> actions(counts.byAction())).orElse(List.of()),
                form,
                error,
                views.rows(records),
                follows ? Filters.href(Links.ROOT + "/live", given, Map.of("after", Long.toString(newest))) : null,
                older,
                firstPage,
                records.isEmpty() && older == null && error == null && firstPage && !form.active(),
                exportUrl(context));
        return pages.send(context.response(), error == null ? 200 : 400, "records", view);
    }

    private static String next(RecordPage page) {
        return RecordParameters.cursor(page.next().orElseThrow());
    }

    private static List<Count> risks(Map<String, Long> byRisk) {
        var risks = new ArrayList<>(RecordParameters.RISKS);
        Collections.reverse(risks);
        return risks.stream()
                .map(risk -> new Count(
                        risk, RecordViews.label(risk), byRisk.getOrDefault(risk, 0L), Links.filtered("risk", risk)))
                .toList();
    }

    private static List<Count> actions(Map<String, Long> byAction) {
        return byAction.entrySet().stream()
                .filter(action -> RecordParameters.ACTIONS.contains(action.getKey()))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(action -> new Count(
                        action.getKey(),
                        RecordViews.label(action.getKey()),
                        action.getValue(),
                        Links.filtered("action", action.getKey())))
                .toList();
    }

    private static String exportUrl(RoutingContext context) {
        var request = context.request();
        return request.scheme() + "://" + request.authority();
    }

    private void record(RoutingContext context, Principal principal) {
        find(context, principal)
                .compose(found -> found.isEmpty()
                        ? message(context, principal, 404, "Not found", NO_RECORD)
                        : pages.send(
                                context.response(),
                                200,
                                "record",
                                views.page(pages.chrome("Record " + found.get().index(), principal), found.get())))
                .onFailure(failure -> fail(context, failure));
    }

    private void json(RoutingContext context, Principal principal) {
        find(context, principal)
                .compose(found -> found.isEmpty()
                        ? message(context, principal, 404, "Not found", NO_RECORD)
                        : download(
                                context,
                                "application/json",
                                found.get().id() + ".json",
                                RecordJson.record(principal.tenant().name(), found.get())))
                .onFailure(failure -> fail(context, failure));
    }

    private void proof(RoutingContext context, Principal principal) {
        var id = context.pathParam("id");
        var asked = RECORD_ID.matcher(id).matches()
                ? reader.proof(principal.tenant(), principal.team(), id, OptionalLong.empty())
                : Future.succeededFuture(Optional.<String>empty());
        asked.compose(found -> found.isEmpty()
                        ? message(context, principal, 404, "No proof yet", NO_PROOF)
                        : download(
                                context, "text/plain; charset=utf-8", id + ".tlog-proof", Buffer.buffer(found.get())))
                .onFailure(failure -> fail(context, failure));
    }

    private Future<Optional<StoredRecord>> find(RoutingContext context, Principal principal) {
        var id = context.pathParam("id");
        return RECORD_ID.matcher(id).matches()
                ? reader.record(principal.tenant(), principal.team(), id)
                : Future.succeededFuture(Optional.empty());
    }

    private static Future<Void> download(RoutingContext context, String contentType, String file, Buffer bytes) {
        SecurityHeaders.data(context.response());
        return context.response()
                .putHeader("Content-Type", contentType)
                .putHeader("Content-Disposition", "attachment; filename=\"" + file + '"')
                .putHeader("Cache-Control", "no-store")
                .end(bytes);
    }

    private void session(RoutingContext context, Principal principal) {
        var id = context.pathParam("id");
        if (id.length() > SESSION_ID_CHARS_MAX) {
            message(context, principal, 404, "Not found", NO_SESSION);
            return;
        }
        var query = RecordParameters.session(Filters.parameters(context.queryParams()), principal.team(), id);
        reader.records(principal.tenant(), query)
                .compose(page -> page.records().isEmpty()
                        ? message(context, principal, 404, "Not found", NO_SESSION)
                        : pages.send(context.response(), 200, "session", session(principal, id, page)))
                .onFailure(failure -> fail(context, failure));
    }

    private SessionPage session(Principal principal, String id, RecordPage page) {
        var groups = views.byPrompt(page.records());
        return new SessionPage(
                pages.chrome("Session", principal),
                id,
                page.records().get(0).text(Field.USER_EMAIL),
                page.records().size(),
                groups,
                page.more() ? Links.with(Links.session(id), Map.of("cursor", next(page))) : null,
                Links.filtered("session", id));
    }

    private void live(RoutingContext context, Optional<Principal> found, LiveFeeds feeds) {
        var response = context.response();
        SecurityHeaders.data(response);
        if (found.isEmpty()) {
            Problem.unauthorized("Sign in first.").send(response);
            return;
        }
        var principal = found.get();
        RecordQuery query;
        try {
            var given = Filters.parameters(context.queryParams());
            query = RecordParameters.records(given.remove("text"), principal.team());
        } catch (BadParameterException e) {
            Problem.badRequest(String.valueOf(e.getMessage())).send(response);
            return;
        } catch (HttpException e) {
            Problem.badRequest(UNREADABLE).send(response);
            return;
        }
        reader.size(principal.tenant())
                .onSuccess(size -> {
                    var seen = Math.max(seen(context), size - 1 - CATCH_UP_RECORDS_MAX);
                    if (!feeds.tryOpen(response, principal, query, Math.min(seen, size - 1))) {
                        Problem.unavailable("Too many pages follow what arrives.", 2)
                                .send(response);
                    }
                })
                .onFailure(failure -> Problem.unavailable("Live updates are not available now.", 2)
                        .send(response));
    }

    /** Where the browser was when the connection broke, or else what the page shows. */
    private static long seen(RoutingContext context) {
        var last = context.request().getHeader("last-event-id");
        var seen = last == null ? context.request().getParam("after") : last;
        try {
            return seen == null ? -1 : Long.parseLong(seen);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void fail(RoutingContext context, @Nullable Throwable failure) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        if (failure instanceof Refusal refusal) {
            context.response().putHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
            message(context, null, 503, "Not available now", String.valueOf(refusal.getMessage()));
        } else if (failure instanceof BadParameterException bad) {
            message(context, null, 400, "Not understood", String.valueOf(bad.getMessage()));
        } else if (failure == null
                || (context.statusCode() >= 400 && context.statusCode() < 500)
                || (failure instanceof HttpException http && http.getStatusCode() < 500)) {
            message(context, null, 400, "Not understood", UNREADABLE);
        } else {
            LOG.error("A page failed for a reason that nobody foresaw", Trace.of(failure));
            message(context, null, 500, "Something went wrong", "The server's log says what.");
        }
    }

    private Future<Void> message(
            RoutingContext context, @Nullable Principal principal, int status, String title, String detail) {
        return pages.send(
                context.response(), status, "message", new MessagePage(pages.chrome(title, principal), detail));
    }
}
