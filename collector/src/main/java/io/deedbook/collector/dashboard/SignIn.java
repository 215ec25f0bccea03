// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.storage.tenant.Authenticator;
import io.deedbook.storage.tenant.DashboardSessions;
import io.deedbook.storage.tenant.Principal;
import io.deedbook.storage.tenant.Scope;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with a key that may read, and out. The key becomes a session at once; the browser keeps only the session's
 * token, in a cookie that scripts and other sites can't use. Every key that does not do gets the same answer.
 */
final class SignIn {
    static final String PATH = Links.ROOT + "/login";

    private static final String COOKIE = "deedbook_session";
    private static final Duration SESSION = Duration.ofHours(12);
    private static final int FORM_BYTES_MAX = 8 * 1024;
    private static final int TOKEN_CHARS_MAX = 128;
    private static final int KEY_CHARS_MAX = 512;
    private static final int NEXT_CHARS_MAX = 2048;
    private static final String WRONG = "This key cannot be used here. A key with the scope read is needed.";
    private static final String FOREIGN = "This form was sent from another site. Sign in from here.";

    private final Authenticator authenticator;
    private final DashboardSessions sessions;
    private final Pages pages;

    SignIn(Authenticator authenticator, DashboardSessions sessions, Pages pages) {
        this.authenticator = authenticator;
        this.sessions = sessions;
        this.pages = pages;
    }

    void mount(Router router) {
        var form = BodyHandler.create(false).setBodyLimit(FORM_BYTES_MAX);
        router.get(PATH)
                .handler(context ->
                        show(context, 200, null, next(context.request().getParam("next"))));
        router.post(PATH).handler(form).handler(this::signIn);
        router.post(Links.ROOT + "/logout").handler(form).handler(this::signOut);
    }

    /** Who is signed in, or empty. */
    Future<Optional<Principal>> reader(RoutingContext context) {
        var token = token(context);
        return token == null
                ? Future.succeededFuture(Optional.empty())
                : sessions.find(token).map(found -> found.filter(principal -> principal.may(Scope.READ)));
    }

    /** Sends who is not signed in to do so, and then back to where they wanted to go. */
    static void redirect(RoutingContext context) {
        var request = context.request();
        var wanted = next(request.uri());
        var parameters = wanted.equals(Links.ROOT) ? Map.<String, String>of() : Map.of("next", wanted);
        seeOther(context, Links.with(PATH, parameters));
    }

    private void signIn(RoutingContext context) {
        var next = next(context.request().getFormAttribute("next"));
        if (!isFromHere(context.request())) {
            show(context, 403, FOREIGN, next);
            return;
        }
        var key = context.request().getFormAttribute("key");
        if (key == null || key.isBlank() || key.length() > KEY_CHARS_MAX) {
            show(context, 403, WRONG, next);
            return;
        }
        authenticator
                .authenticate(key.strip())
                .compose(found -> {
                    if (found.isEmpty() || !found.get().may(Scope.READ)) {
                        show(context, 403, WRONG, next);
                        return Future.succeededFuture();
                    }
                    return sessions.create(found.get().keyId(), SESSION).map(token -> {
                        context.response().addCookie(cookie(context.request(), token, SESSION));
                        seeOther(context, next);
                        return null;
                    });
                })
                .onFailure(failure -> {
                    if (failure instanceof Refusal refusal) {
                        show(context, 503, refusal.getMessage(), next);
                    } else {
                        context.fail(failure);
                    }
                });
    }

    private void signOut(RoutingContext context) {
        if (!isFromHere(context.request())) {
            show(context, 403, FOREIGN, Links.ROOT);
            return;
        }
        var token = token(context);
        var ended = token == null ? Future.<Void>succeededFuture() : sessions.delete(token);
        ended.onSuccess(any -> {
                    context.response().addCookie(cookie(context.request(), "", Duration.ZERO));
                    seeOther(context, PATH);
                })
                .onFailure(context::fail);
    }

    private void show(RoutingContext context, int status, @Nullable String error, String next) {
        pages.send(context.response(), status, "login", new LoginPage(pages.chrome("Sign in", null), error, next));
    }

    private static @Nullable String token(RoutingContext context) {
        var cookie = context.request().getCookie(COOKIE);
        return cookie == null
                        || cookie.getValue().isEmpty()
                        || cookie.getValue().length() > TOKEN_CHARS_MAX
                ? null
                : cookie.getValue();
    }

    private static Cookie cookie(HttpServerRequest request, String token, Duration age) {
        return Cookie.cookie(COOKIE, token)
                .setPath(Links.ROOT)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(request.isSSL() || "https".equalsIgnoreCase(request.getHeader("x-forwarded-proto")))
                .setMaxAge(age.toSeconds());
    }

    /** Whether the form is one of our own pages: browsers send {@code Origin} with every POST. */
    private static boolean isFromHere(HttpServerRequest request) {
        var origin = request.getHeader("origin");
        var authority = request.authority();
        if (origin == null || authority == null) {
            return false;
        }
        try {
            return authority.toString().equalsIgnoreCase(new URI(origin).getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** An address within the dashboard, whatever was asked for. */
    private static String next(@Nullable String wanted) {
        if (wanted == null || wanted.length() > NEXT_CHARS_MAX || wanted.startsWith(PATH)) {
            return Links.ROOT;
        }
        var inside =
                wanted.equals(Links.ROOT) || wanted.startsWith(Links.ROOT + '/') || wanted.startsWith(Links.ROOT + '?');
        var plain = wanted.chars().allMatch(unit -> unit > ' ' && unit < 0x7f && unit != '\\');
        return inside && plain ? wanted : Links.ROOT;
    }

    private static void seeOther(RoutingContext context, String location) {
        context.response()
                .setStatusCode(303)
                .putHeader("Location", location)
                .putHeader("Cache-Control", "no-store")
                .end();
    }
}
