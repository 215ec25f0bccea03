// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.ledger.AppendRequest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What waits, in memory: how many requests of each log, and the keys of the latest. Owned by the writer's event loop.
 */
final class Backlog {
    /** Clients send a request again within 10 s; an older one is known again when it is appended. About 5 MB. */
    static final int KEYS_MAX = 50_000;

    private final Map<Integer, Integer> byLog = new HashMap<>();
    private final Set<EntryKey> keys = new LinkedHashSet<>();

    // Mutable state, owned by the writer's event loop.
    private long count;
    private long recordCount;

    long count() {
        return count;
    }

    /** About how many records wait: exact but for damages. */
    long recordCount() {
        return recordCount;
    }

    boolean holds(int logId) {
        return byLog.containsKey(logId);
    }

    boolean contains(AppendRequest request) {
        return keys.contains(key(request));
    }

    void add(AppendRequest request) {
        count++;
        recordCount += request.records().size();
        byLog.merge(request.tenant().id(), 1, Integer::sum);
        remember(key(request));
    }

    void add(Findings found) {
        count += found.count();
        recordCount += found.recordCount();
        found.byLog().forEach((log, entries) -> byLog.merge(log, entries, Integer::sum));
        found.latest().forEach(this::remember);
    }

    void remove(AppendRequest request) {
        keys.remove(key(request));
        byLog.computeIfPresent(request.tenant().id(), (log, entries) -> entries == 1 ? null : entries - 1);
        recordCount -= request.records().size();
        lost(1);
    }

    /** Some can't be read, and whose they were is not known. */
    void lost(int entries) {
        count -= entries;
        if (count == 0) {
            recordCount = 0;
            byLog.clear();
            keys.clear();
        }
    }

    private void remember(EntryKey key) {
        keys.add(key);
        if (keys.size() > KEYS_MAX) {
            Iterator<EntryKey> oldest = keys.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private static EntryKey key(AppendRequest request) {
        return EntryKey.of(request.tenant().id(), request.exportKey());
    }
}
