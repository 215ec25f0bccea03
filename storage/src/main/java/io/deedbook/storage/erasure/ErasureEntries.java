// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.storage.sign.KeyFact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The entries that say what is gone; {@link ErasureNotice} reads them. */
final class ErasureEntries {
    private ErasureEntries() {}

    static RecordDraft erased(
            String reason, String subject, Set<Part> parts, String requestedBy, IndexRanges targets, long now) {
        return RecordDraft.ofLedger(
                Kind.ERASURE,
                OwnEntry.ERASED,
                now,
                Map.of(
                        "reason", reason,
                        "subject", subject,
                        "parts", ErasableParts.text(parts),
                        "requestedBy", requestedBy,
                        "targets", targets.toString()));
    }

    static RecordDraft retired(Set<Part> parts, long beforeUnixNanos, IndexRanges targets, long now) {
        return RecordDraft.ofLedger(
                Kind.RETENTION,
                OwnEntry.RETIRED,
                now,
                Map.of(
                        "parts", ErasableParts.text(parts),
                        "before", Long.toString(beforeUnixNanos),
                        "targets", targets.toString()));
    }

    /** @param keys what the key entries among them said */
    static RecordDraft removed(long beforeUnixNanos, IndexRanges entries, List<KeyFact> keys, long now) {
        var content = new HashMap<String, String>();
        content.put("before", Long.toString(beforeUnixNanos));
        content.put("entries", entries.toString());
        if (!keys.isEmpty()) {
            content.put(KeyFact.MEMBER, KeyFact.format(keys));
        }
        return RecordDraft.ofLedger(Kind.RETENTION, OwnEntry.REMOVED, now, content);
    }
}
