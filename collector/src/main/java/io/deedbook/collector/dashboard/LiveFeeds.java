// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.collector.config.MemoryBudget;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.read.RecordQuery;
import io.deedbook.storage.read.RecordReader;
import io.deedbook.storage.tenant.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All live views of one event loop: a bounded number of streams, and a feed for each tenant or team among them. */
final class LiveFeeds {
    private static final int STREAMS_MAX = MemoryBudget.LIVE_STREAMS_A_LOOP_MAX;
    private static final long POLL_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final Vertx vertx;
    private final RecordReader reader;
    private final RecordViews views;
    private final Pages pages;

    // Mutable state, owned by the event loop
    private final Map<Followed, LiveFeed> feeds = new HashMap<>();
    private int streams;
    private long ticker;

    /** What a feed follows. */
    private record Followed(Tenant tenant, @Nullable String team) {}

    LiveFeeds(Vertx vertx, RecordReader reader, RecordViews views, Pages pages) {
        this.vertx = vertx;
        this.reader = reader;
        this.views = views;
        this.pages = pages;
    }

    /**
     * Opens a stream on this response.
     *
     * @param query the filter of the page
     * @param seenIndex of the last record that the page shows, or -1
     * @return whether there was room
     */
    boolean tryOpen(HttpServerResponse response, Principal principal, RecordQuery query, long seenIndex) {
        if (streams >= STREAMS_MAX) {
            return false;
        }
        var stream = new LiveStream(response, query, seenIndex);
        var followed = new Followed(principal.tenant(), principal.team());
        var feed = feeds.computeIfAbsent(followed, any -> new LiveFeed(reader, principal, views, pages));
        feed.add(stream);
        streams++;
        if (streams == 1) {
            ticker = vertx.setPeriodic(POLL_MILLIS, any -> tick());
        }
        // One of them is called, once: when it was ended here, or when the connection is gone.
        response.endHandler(ended -> close(followed, feed, stream));
        response.closeHandler(closed -> close(followed, feed, stream));
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        stream.keep();
        feed.poll();
        return true;
    }

    private void tick() {
        List.copyOf(feeds.values()).forEach(LiveFeed::tick);
    }

    private void close(Followed followed, LiveFeed feed, LiveStream stream) {
        if (!feed.remove(stream)) {
            return;
        }
        if (feed.isEmpty()) {
            feeds.remove(followed, feed);
        }
        streams--;
        if (streams == 0) {
            vertx.cancelTimer(ticker);
        }
    }
}
