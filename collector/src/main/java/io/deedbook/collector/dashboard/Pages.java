// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.deedbook.collector.http.SecurityHeaders;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * Renders the templates, which were compiled with this module, and sends pages with the headers that keep them safe.
 */
final class Pages {
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Assets assets;

    Pages(Assets assets) {
        this.assets = assets;
    }

    Chrome chrome(String title, @Nullable Principal principal) {
        return new Chrome(
                title,
                principal == null ? null : principal.tenant().name(),
                principal == null ? null : principal.team(),
                assets.style(),
                assets.script(),
                assets.mark());
    }

    Future<Void> send(HttpServerResponse response, int status, String template, Object model) {
        var html = render(template, model);
        SecurityHeaders.page(response);
        return response.setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(html);
    }

    /** A template named without its ending; the model is its only parameter. */
    String render(String template, Object model) {
        var html = new StringOutput();
        templates.render(template + ".jte", model, html);
        return html.toString();
    }
}
