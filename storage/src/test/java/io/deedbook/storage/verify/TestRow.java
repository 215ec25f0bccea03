// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.read.StoredRecord;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A row as the database would give it back, to be edited and played. */
final class TestRow {
    final long index;
    String id;
    long received;
    long occurred;
    final @Nullable Object[] values;
    final Map<String, Integer> pii;

    @Nullable
    String content;

    @Nullable
    String attributes;

    final Map<Part, byte[]> salts;
    byte[] leaf;
    byte[] leafHash;

    TestRow(long index, SealedRecord record) {
        this.index = index;
        this.id = HexFormat.of().formatHex(record.id());
        this.received = record.receivedUnixNanos();
        this.occurred = record.occurredUnixNanos();
        this.values = record.values().clone();
        this.pii = new TreeMap<>(record.pii());
        this.content = record.contentJson();
        this.attributes = record.attributesJson();
        this.salts = new EnumMap<>(record.salts());
        this.leaf = record.leaf().clone();
        this.leafHash = record.leafHash().clone();
    }

    StoredRecord row() {
        return new StoredRecord(index, id, received, occurred, values, pii, content, attributes, salts, leaf, leafHash);
    }

    /** What is found in a log of this one row. */
    List<Finding> findings() {
        var findings = new Findings();
        var unused = new LogReplay(findings).accept(row());
        return findings.first();
    }
}
