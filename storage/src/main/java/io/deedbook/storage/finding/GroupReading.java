// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the next records of several logs, as far as memory does not have them: one statement for as many logs as it may
 * read records of, since with many logs and several collectors there are a few of each. Where it fails, each log is
 * read alone. Used on the evaluator's context.
 */
final class GroupReading {
    private GroupReading() {}

    /**
     * Reads a page of each.
     *
     * @param held has all of them, and keeps those that don't fail however long that takes
     */
    static Future<Void> run(List<LogPage> pages, HeldLogs held) {
        return PageSteps.each(
                        pages,
                        held,
                        page -> held.keep(page.logId())
                                .onSuccess(kept ->
                                        page.begin(page.state().next(page.log().size()))))
                .compose(begun -> {
                    var done = Future.<Void>succeededFuture();
                    for (var some : together(PageSteps.sound(pages))) {
                        done = done.compose(before -> fill(some, held));
                    }
                    return done;
                })
                .onSuccess(filled -> PageSteps.sound(pages).forEach(LogPage::read));
    }

    /** Those of which something is missing, as many together as one statement reads. */
    private static List<List<LogPage>> together(List<LogPage> pages) {
        var all = new ArrayList<List<LogPage>>();
        var some = new ArrayList<LogPage>();
        var missing = 0;
        for (var page : pages) {
            var more = page.stretch().missing();
            if (more == 0) {
                continue;
            }
            var fits = missing + more <= LogState.PAGE_RECORDS;
            if (!some.isEmpty()
                    && !(fits && reading(some).readsLike(page.state().reading()))) {
                all.add(some);
                some = new ArrayList<>();
                missing = 0;
            }
            some.add(page);
            missing += more;
        }
        if (!some.isEmpty()) {
            all.add(some);
        }
        return all;
    }

    private static Future<Void> fill(List<LogPage> pages, HeldLogs held) {
        return PageSteps.each(pages, held, page -> held.keep(page.logId())).compose(kept -> {
            var sound = PageSteps.sound(pages);
            if (sound.isEmpty()) {
                return Future.succeededFuture();
            }
            return fill(sound)
                    .recover(failure -> PageSteps.each(
                            sound, held, page -> held.keep(page.logId()).compose(again -> fill(List.of(page)))));
        });
    }

    private static Future<Void> fill(List<LogPage> pages) {
        return reading(pages).fill(pages.stream().map(LogPage::stretch).toList());
    }

    private static ObservedRecords reading(List<LogPage> pages) {
        return pages.get(0).state().reading();
    }
}
