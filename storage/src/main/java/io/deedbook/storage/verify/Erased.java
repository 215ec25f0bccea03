// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.pipeline.canonical.Commitment;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Part;
import io.deedbook.storage.erasure.ErasureNotice;
import io.deedbook.storage.erasure.IndexRanges;
import io.deedbook.storage.evidence.AsyncLoop;
import io.deedbook.storage.sign.KeyFact;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a log itself says is gone from it. The entries that say so are read before the records that they are about,
 * which come earlier in the log; whether they are what was signed shows when their own turn comes. Kept as ranges of
 * indexes.
 *
 * <p>A log is erased from while it is verified. So what is read before some records has to be gone from them, and what
 * is read after them only may be.
 */
final class Erased {
    private static final int PAGE_ENTRIES = 200;
    private static final Set<String> KINDS = Set.of(quoted(Kind.ERASURE.wireName()), quoted(Kind.RETENTION.wireName()));

    // Mutable state, owned by whichever step of the run is at work.
    private final Map<Part, IndexRanges> required = new EnumMap<>(Part.class);
    private final Map<Part, IndexRanges> allowed = new EnumMap<>(Part.class);
    private IndexRanges removed = IndexRanges.NONE;
    private long removedRequired;
    private List<KeyFact> keys = List.of();
    private long lastIndex = -1;

    /** Whether the part may be absent from the record of this index. */
    boolean mayBeAbsent(Part part, long index) {
        return allowed.getOrDefault(part, IndexRanges.NONE).contains(index);
    }

    /** Whether the part must be absent from the record of this index. */
    boolean mustBeAbsent(Part part, long index) {
        return required.getOrDefault(part, IndexRanges.NONE).contains(index);
    }

    /** How many entries at the beginning of the log may be gone whole. */
    long removedMax() {
        return removed.prefix();
    }

    /** What key entries said that are gone whole. */
    List<KeyFact> keys() {
        return keys.stream().filter(key -> key.index() < removedMax()).toList();
    }

    /** Whether the entry of this index must be gone whole. */
    boolean mustBeRemoved(long index) {
        return index < removedRequired;
    }

    /** Requires what was read by now. */
    void settle() {
        required.putAll(allowed);
        removedRequired = removed.prefix();
    }

    /** Reads the entries that were not read yet. */
    Future<Void> read(Vertx vertx, SqlClient client, int logId) {
        return AsyncLoop.repeat(() -> client.preparedQuery("select idx, content, content_salt, leaf from record"
                        + " where log_id = $1 and kind in ('erasure', 'retention') and idx > $2 order by idx limit "
                        + PAGE_ENTRIES)
                .execute(Tuple.of(logId, lastIndex))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : vertx.executeBlocking(
                                () -> {
                                    add(rows);
                                    return rows.size() == PAGE_ENTRIES;
                                },
                                false)));
    }

    private void add(Iterable<Row> rows) {
        var notices = new ArrayList<ErasureNotice>();
        for (var row : rows) {
            lastIndex = row.getLong(0);
            var salt = row.getBuffer(2);
            if (opens(
                    row.getString(1),
                    salt == null ? null : salt.getBytes(),
                    row.getBuffer(3).getBytes())) {
                ErasureNotice.read(row.getString(1), lastIndex).ifPresent(notices::add);
                var repeated = LeafMembers.text(row.getString(1), KeyFact.MEMBER);
                keys = repeated == null ? keys : KeyFact.parse(repeated);
            }
        }
        add(notices);
    }

    /** Takes in what entries say. */
    void add(List<ErasureNotice> notices) {
        for (var part : Part.values()) {
            var ranges = new ArrayList<IndexRanges>();
            ranges.add(allowed.getOrDefault(part, IndexRanges.NONE));
            notices.stream()
                    .filter(notice -> notice.parts().contains(part))
                    .forEach(notice -> ranges.add(notice.targets()));
            if (ranges.size() > 1) {
                allowed.put(part, IndexRanges.union(ranges));
            }
        }
        var all = new ArrayList<IndexRanges>();
        all.add(removed);
        notices.forEach(notice -> all.add(notice.entries()));
        removed = IndexRanges.union(all);
    }

    /** Whether the content is what the leaf commits to, and the leaf is of an entry that may say what is gone. */
    private static boolean opens(@Nullable String content, byte @Nullable [] salt, byte[] leaf) {
        if (content == null || salt == null || salt.length != Commitment.SALT_BYTES) {
            return false;
        }
        var members = LeafMembers.read(leaf);
        var commitment = Commitment.of(Part.CONTENT, salt, content.getBytes(StandardCharsets.UTF_8));
        return members != null
                && KINDS.contains(String.valueOf(members.get("kind")))
                && Objects.equals(
                        members.get("parts.content"),
                        quoted(Base64.getUrlEncoder().withoutPadding().encodeToString(commitment)));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
