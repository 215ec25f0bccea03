// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.spool;

import io.deedbook.storage.handoff.EntryHead;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** What was found in files that an earlier process left. */
final class Findings {
    private final Map<Integer, Integer> byLog = new HashMap<>();
    private final ArrayDeque<EntryKey> latest = new ArrayDeque<>();
    private int count;
    private long recordCount;

    void add(EntryHead head) {
        count++;
        recordCount += head.recordCount();
        byLog.merge(head.tenantId(), 1, Integer::sum);
        latest.add(EntryKey.of(head.tenantId(), head.exportKey()));
        if (latest.size() > Backlog.KEYS_MAX) {
            latest.remove();
        }
    }

    int count() {
        return count;
    }

    long recordCount() {
        return recordCount;
    }

    Map<Integer, Integer> byLog() {
        return byLog;
    }

    Iterable<EntryKey> latest() {
        return latest;
    }
}
