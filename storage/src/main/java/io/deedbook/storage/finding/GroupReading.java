// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

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
                        page -> held.keep(page.logId()).map(kept -> {
                            page.begin(page.state().next(page.log().size()));
                            return null;
                        }))
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
        return pages.stream()
                .filter(page -> page.stretch().missing() > 0)
                .collect(Collectors.groupingBy(
                        page -> page.state().reading().selected(), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(alike -> Packs.of(alike, page -> page.stretch().missing(), LogState.PAGE_RECORDS).stream())
                .toList();
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
