// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.evidence.TestRecords;
import io.deedbook.storage.tlog.Frontier;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;

/** Whatever single place of a record is changed, it is found. */
class LogReplayProperties {
    private static final int PLACES = 1_000_000;

    private final SealedRecord record = TestRecords.record(5);

    @Property(tries = 500)
    void accept_findsAnyChangedByteOfALeaf(
            @ForAll @IntRange(max = PLACES) int place, @ForAll @ByteRange(min = 1) byte change) {
        var row = new TestRow(0, record);
        row.leaf[place % row.leaf.length] ^= change;
        assertThat(row.findings()).extracting(Finding::code).contains(FindingCode.ENTRY_MISMATCH);
    }

    /** The stored hash is changed along with the leaf: then the columns differ, or the leaf is not canonical. */
    @Property(tries = 500)
    void accept_findsAnyChangedByteOfALeafWhoseHashWasChangedToo(
            @ForAll @IntRange(max = PLACES) int place, @ForAll @ByteRange(min = 1) byte change) {
        var row = new TestRow(0, record);
        row.leaf[place % row.leaf.length] ^= change;
        row.leafHash = Leaf.hash(row.leaf);
        var findings = new Findings();
        var replay = new LogReplay(findings);
        assertThat(replay.accept(row.row())).isEmpty();
        assertThat(findings.count()).isPositive();
        assertThat(replay.frontier()).isNotEqualTo(Frontier.empty().append(record.leafHash()));
    }

    @Property(tries = 500)
    void accept_findsAnyChangedCharacterOfContentAndAttributes(
            @ForAll @IntRange(max = PLACES) int place, @ForAll @CharRange(from = 1, to = '\u04ff') char other) {
        var row = new TestRow(0, record);
        var content = changed(row.content, place, other);
        if (!content.equals(row.content)) {
            row.content = content;
            assertThat(row.findings()).contains(new Finding(FindingCode.ALTERED, 0, "part " + Part.CONTENT.wireName()));
        }
        row = new TestRow(0, record);
        var attributes = changed(row.attributes, place, other);
        if (!attributes.equals(row.attributes)) {
            row.attributes = attributes;
            assertThat(row.findings())
                    .containsExactly(new Finding(FindingCode.ALTERED, 0, "part " + Part.ATTRIBUTES.wireName()));
        }
    }

    @Property(tries = 200)
    void accept_findsAnyChangedByteOfASalt(
            @ForAll Part part, @ForAll @IntRange(max = 31) int place, @ForAll @ByteRange(min = 1) byte change) {
        if (part == Part.LEAF) {
            return;
        }
        var row = new TestRow(0, record);
        var salt = Objects.requireNonNull(row.salts.get(part)).clone();
        salt[place] ^= change;
        row.salts.put(part, salt);
        assertThat(row.findings()).containsExactly(new Finding(FindingCode.ALTERED, 0, "part " + part.wireName()));
    }

    private static String changed(String text, int place, char other) {
        var position = place % Objects.requireNonNull(text).length();
        return text.substring(0, position) + other + text.substring(position + 1);
    }
}
