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

    void add(EntryHead head) {
        count++;
        byLog.merge(head.tenantId(), 1, Integer::sum);
        latest.add(EntryKey.of(head.tenantId(), head.exportKey()));
        if (latest.size() > Backlog.KEYS_MAX) {
            latest.remove();
        }
    }

    int count() {
        return count;
    }

    Map<Integer, Integer> byLog() {
        return byLog;
    }

    Iterable<EntryKey> latest() {
        return latest;
    }
}
