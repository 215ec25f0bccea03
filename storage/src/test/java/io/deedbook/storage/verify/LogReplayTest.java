// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.evidence.TestRecords;
import io.deedbook.storage.tlog.Frontier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogReplayTest {
    private final SealedRecord record = TestRecords.record(3);
    private final TestRow row = new TestRow(0, record);

    @Test
    void accept_findsNothingInRecordsAsTheyWereSealed() {
        assertThat(row.findings()).isEmpty();
        var empty = new Sealer().seal(new RecordDraft(1, 2));
        assertThat(new TestRow(0, empty).findings()).isEmpty();
    }

    @Test
    void accept_growsTheTreeAndItsTiles() {
        var findings = new Findings();
        var replay = new LogReplay(findings);
        var hashes = new ArrayList<byte[]>();
        for (var index = 0; index < 600; index++) {
            var next = TestRecords.record(index);
            hashes.add(next.leafHash());
            var tiles = replay.accept(new TestRow(index, next).row());
            assertThat(tiles).hasSize(index % 256 == 255 ? 1 : 0);
        }
        assertThat(replay.frontier()).isEqualTo(Frontier.empty().append(hashes));
        assertThat(findings.count()).isZero();
    }

    /** Another value, one less and one more, in each column. */
    @ParameterizedTest
    @EnumSource(Field.class)
    void accept_findsAnEditOfEveryColumn(Field field) {
        var value = row.values[field.ordinal()];
        var other = switch (field.type()) {
            case TEXT -> "other";
            case INTEGER -> Long.valueOf(4_711);
            case LIST -> List.of("other");
        };
        row.values[field.ordinal()] = other;
        assertThat(row.findings())
                .isNotEmpty()
                .allMatch(finding -> finding.code() == FindingCode.ALTERED || finding.code() == FindingCode.MISSING);
        var named = row.findings().stream().map(Finding::detail).toList();
        switch (field.part()) {
            case LEAF -> assertThat(named).containsExactly("column " + field.column());
            case CONTENT -> assertThat(named).containsExactly("column target");
            default -> assertThat(named).containsExactly("part " + field.part().wireName());
        }
        if (value != null) {
            row.values[field.ordinal()] = null;
            assertThat(row.findings()).isNotEmpty();
        }
    }

    /** The leaf says the same of what is empty and what is not set, so the row must say it in the writer's way. */
    @ParameterizedTest
    @EnumSource(Field.class)
    void accept_findsEmptyWhereNothingWasWritten(Field field) {
        var empty = new TestRow(0, new Sealer().seal(new RecordDraft(1, 2)));
        empty.values[field.ordinal()] = switch (field.type()) {
            case TEXT -> "";
            case INTEGER -> field == Field.TRUNCATED ? null : (Long) 0L;
            case LIST -> List.of();
        };
        assertThat(empty.findings()).isNotEmpty().allMatch(finding -> finding.code() == FindingCode.ALTERED);
    }

    @Test
    void accept_findsAnEditOfWhatIsNoField() {
        row.id = "0".repeat(32);
        row.received++;
        row.occurred--;
        row.pii.put("email", 9);
        assertThat(row.findings())
                .extracting(Finding::detail)
                .containsExactly("column id", "column occurred_unix_nanos", "column pii", "column received_unix_nanos");
    }

    @Test
    void accept_findsAPartThatIsGone() {
        row.content = null;
        assertThat(row.findings()).contains(new Finding(FindingCode.MISSING, 0, "part content"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Part.class,
            names = {"LEAF"},
            mode = EnumSource.Mode.EXCLUDE)
    void accept_findsASaltThatIsGoneOrAnother(Part part) {
        row.salts.put(part, new byte[32]);
        assertThat(row.findings()).containsExactly(new Finding(FindingCode.ALTERED, 0, "part " + part.wireName()));
        row.salts.put(part, new byte[3]);
        assertThat(row.findings()).containsExactly(new Finding(FindingCode.ALTERED, 0, "part " + part.wireName()));
        row.salts.remove(part);
        assertThat(row.findings()).containsExactly(new Finding(FindingCode.MISSING, 0, "part " + part.wireName()));
    }

    @Test
    void accept_findsAPartThatTheLeafDoesNotCommitTo() {
        var empty = new Sealer().seal(new RecordDraft(1, 2));
        var added = new TestRow(0, empty);
        added.content = "{}";
        added.salts.put(Part.CONTENT, new byte[32]);
        assertThat(added.findings())
                .containsExactly(new Finding(FindingCode.ALTERED, 0, "part content is not in the leaf"));
    }

    @Test
    void accept_findsALeafThatIsNotCanonical() {
        var text = new String(row.leaf, StandardCharsets.UTF_8);
        var spellings = List.of(
                text.replace("{\"action\"", "{ \"action\""),
                text.replace("\"action\":", "\"action\":\"file_read\",\"action\":"),
                text.replace("\"v\":1}", "\"v\":1.0}"),
                text.replace("\"v\":1}", "\"v\":01}"),
                text.replace("tool_result", "tool\\u005fresult"),
                text.replace(",\"v\":1}", "}").replace("{\"action\"", "{\"v\":1,\"action\""),
                text + "\n",
                text.substring(0, text.length() - 1),
                "[]",
                "");
        for (var spelling : spellings) {
            row.leaf = spelling.getBytes(StandardCharsets.UTF_8);
            row.leafHash = Leaf.hash(row.leaf);
            assertThat(row.findings())
                    .as(spelling)
                    .containsExactly(new Finding(FindingCode.LEAF_NOT_CANONICAL, 0, "leaf"));
        }
    }

    @Test
    void accept_doesNotRepeatWhatSomebodyWroteIntoALeaf() {
        row.leaf = new String(row.leaf, StandardCharsets.UTF_8)
                .replace("\"v\":1}", "\"v\":1,\"visitor\":\"private\"}")
                .getBytes(StandardCharsets.UTF_8);
        row.leafHash = Leaf.hash(row.leaf);
        assertThat(row.findings())
                .containsExactly(new Finding(FindingCode.ALTERED, 0, "a member of the leaf that no record has"));
    }

    @Test
    void accept_findsGapsAndRepeatedIndexes() {
        var findings = new Findings();
        var replay = new LogReplay(findings);
        for (var index : List.of(0L, 2L, 2L, 3L)) {
            assertThat(replay.accept(new TestRow(index, record).row())).isEmpty();
        }
        replay.passTo(6);
        assertThat(findings.first())
                .containsExactly(
                        new Finding(FindingCode.ENTRIES_MISSING, 1, "1 records"),
                        new Finding(FindingCode.ENTRIES_UNEXPECTED, 2, "the index is there twice"),
                        new Finding(FindingCode.ENTRIES_MISSING, 4, "2 records"));
        assertThat(replay.frontier()).isNull();
        assertThat(replay.size()).isEqualTo(6);
    }

    @Test
    void findings_areCountedBeyondThoseThatAreListed() {
        var findings = new Findings();
        for (var index = 0; index < 150; index++) {
            findings.add(FindingCode.ALTERED, index, "part content");
        }
        assertThat(findings.first()).hasSize(VerificationReport.FINDINGS_MAX);
        assertThat(findings.count()).isEqualTo(150);
    }
}
