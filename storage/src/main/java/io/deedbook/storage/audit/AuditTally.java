// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong and counts what was seen. For one thread at a time. */
final class AuditTally {
    /** So that one fault that shows a thousand times does not hide the others. */
    private static final int ALIKE_MAX = 20;

    private final List<AuditFinding> first = new ArrayList<>();
    private final Map<String, Integer> alike = new HashMap<>();
    private final Map<PartVerdict, Long> parts = new EnumMap<>(PartVerdict.class);

    // Mutable state, owned by the thread that audits.
    private long findings;
    long entries;
    long checkpoints;
    long tiles;

    void add(AuditCode code, long index, String detail) {
        add(code.wireName(), index, detail);
    }

    void add(String code, long index, String detail) {
        findings++;
        if (first.size() < AuditReport.FINDINGS_MAX && alike.merge(code, 1, Integer::sum) <= ALIKE_MAX) {
            first.add(new AuditFinding(code, index, detail));
        }
    }

    void count(PartVerdict verdict) {
        parts.merge(verdict, 1L, Long::sum);
    }

    List<AuditFinding> first() {
        return List.copyOf(first);
    }

    long findings() {
        return findings;
    }

    Map<PartVerdict, Long> parts() {
        return new EnumMap<>(parts);
    }
}
