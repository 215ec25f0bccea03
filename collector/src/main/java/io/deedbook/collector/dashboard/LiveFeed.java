// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.pipeline.record.Field;
import io.deedbook.storage.read.RecordPage;
import io.deedbook.storage.read.RecordQuery;
import io.deedbook.storage.read.RecordReader;
import io.deedbook.storage.read.StoredRecord;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What arrives for one tenant or team, told to all streams that follow it: one question to the database for all of
 * them. Owned by one event loop.
 */
final class LiveFeed {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final int BATCH_RECORDS_MAX = 100;

    private final RecordReader reader;
    private final Principal principal;
    private final RecordViews views;
    private final Pages pages;

    // Mutable state, owned by the event loop
    private final List<LiveStream> streams = new ArrayList<>();
    private boolean asking;
    private boolean failing;

    /** @param principal whose tenant and team are followed */
    LiveFeed(RecordReader reader, Principal principal, RecordViews views, Pages pages) {
        this.reader = reader;
        this.principal = principal;
        this.views = views;
        this.pages = pages;
    }

    void add(LiveStream stream) {
        streams.add(stream);
    }

    /** Whether it was there. */
    boolean remove(LiveStream stream) {
        return streams.remove(stream);
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    /** Called once a second. */
    void tick() {
        List.copyOf(streams).forEach(LiveStream::tick);
        poll();
    }

    /** Asks for what is new, unless the last question is still open. */
    void poll() {
        if (asking || streams.isEmpty()) {
            return;
        }
        asking = true;
        reader.size(principal.tenant()).compose(this::advance).onComplete(asked -> {
            asking = false;
            if (asked.failed() && !failing) {
                LOG.warn(
                        "Live views cannot be fed for now. reason={}",
                        asked.cause().toString());
            }
            failing = asked.failed();
        });
    }

    private Future<Void> advance(long size) {
        var seen = streams.stream().mapToLong(LiveStream::seenIndex).min().orElse(size - 1);
        if (seen >= size - 1) {
            return Future.succeededFuture();
        }
        var query = new RecordQuery(
                principal.team(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Map.of(),
                null,
                null,
                OptionalLong.empty(),
                OptionalLong.of(seen),
                true,
                BATCH_RECORDS_MAX);
        return reader.records(principal.tenant(), query)
                .onSuccess(page -> tell(page, seen, size))
                .mapEmpty();
    }

    private void tell(RecordPage page, long seen, long size) {
        var records = page.records();
        var last = records.isEmpty() ? seen : records.get(records.size() - 1).index();
        var told = page.more() ? last : Math.max(last, size - 1);
        for (var stream : List.copyOf(streams)) {
            var fresh = records.stream()
                    .filter(record -> record.index() > stream.seenIndex())
                    .toList();
            tell(stream, fresh);
            stream.seen(told);
        }
    }

    private void tell(LiveStream stream, List<StoredRecord> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        for (var record : fresh) {
            if (LiveFilter.matches(record, stream.query())) {
                stream.send("record", record.index(), pages.render("row", views.row(record)));
            }
        }
        stream.send("counts", fresh.get(fresh.size() - 1).index(), counts(fresh));
    }

    /** How many arrived by risk, whether or not they pass the filter. */
    private static String counts(List<StoredRecord> records) {
        var byRisk = new TreeMap<String, Integer>();
        for (var record : records) {
            byRisk.merge(Objects.requireNonNullElse(record.text(Field.RISK), "low"), 1, Integer::sum);
        }
        var lines = new StringBuilder();
        byRisk.forEach(
                (risk, count) -> lines.append(risk).append(' ').append(count).append('\n'));
        return lines.toString();
    }
}
