// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.deedbook.storage.evidence.AsyncLoop;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Steps of the pages of several logs, of which each that fails fails alone. Used on the evaluator's context. */
final class PageSteps {
    private PageSteps() {}

    /** One after the other; what fails is noted in its page. */
    static Future<Void> each(List<LogPage> pages, HeldLogs held, Function<LogPage, Future<?>> step) {
        var left = pages.iterator();
        return AsyncLoop.repeat(() -> {
            if (!left.hasNext()) {
                return Future.succeededFuture(false);
            }
            var page = left.next();
            return Future.succeededFuture(page)
                    .compose(step::apply)
                    .onFailure(failure -> failed(page, held, failure))
                    .transform(done -> Future.succeededFuture(true));
        });
    }

    static void failed(LogPage page, HeldLogs held, Throwable failure) {
        page.failed(failure);
        held.failed(page.logId());
    }

    static List<LogPage> sound(List<LogPage> pages) {
        return pages.stream().filter(page -> page.failure() == null).toList();
    }
}
