// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a group, which one thread makes while another waits for the group in front or for the server. Whoever
 * makes them waits for nobody, so whoever needs them waits for a moment only. Thread-safe.
 */
final class GroupRows {
    private static final long WAIT_SECONDS_MAX = 2;

    private final List<AppendRequest> group;
    private final long bytesMax;
    private final List<CompletableFuture<@Nullable RequestRows>> made;

    /** @param bytesMax that are made; the rest is left to the one who sends */
    GroupRows(List<AppendRequest> group, long bytesMax) {
        this.group = group;
        this.bytesMax = bytesMax;
        made = Stream.generate(CompletableFuture<@Nullable RequestRows>::new)
                .limit(group.size())
                .toList();
    }

    /** Makes them, in the order of the requests, until they are {@linkplain #leave left}. */
    void make(RowMaker maker) {
        var bytesLeft = bytesMax;
        for (var position = 0; position < group.size(); position++) {
            var request = made.get(position);
            if (bytesLeft <= 0 || request.isDone()) {
                leave();
                return;
            }
            try {
                var rows = maker.rows(group.get(position), bytesLeft);
                bytesLeft -= rows == null ? bytesLeft : rows.bytes();
                request.complete(rows);
            } catch (RuntimeException bad) {
                request.completeExceptionally(bad);
            }
        }
    }

    /** Nobody makes any more what is not made yet. */
    void leave() {
        made.forEach(request -> request.complete(null));
    }

    /**
     * Those of one request, or null where they are left to who asks. Blocks, though not for ever: whoever makes them may
     * have been stopped.
     *
     * @throws RuntimeException what went wrong with a record of this request
     */
    @Nullable
    RequestRows of(int position) {
        try {
            return made.get(position)
                    .completeOnTimeout(null, WAIT_SECONDS_MAX, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException bad ? bad : failed;
        }
    }
}
