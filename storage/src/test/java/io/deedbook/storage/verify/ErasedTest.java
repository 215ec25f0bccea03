// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Commitment;
import io.deedbook.pipeline.canonical.Sealer;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.storage.erasure.ErasureNotice;
import io.deedbook.storage.evidence.TestRecords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ErasedTest {
    private final Erased erased = new Erased();

    @Test
    void add_allowsAtOnceAndRequiresOnceSettled() {
        add("{\"parts\":\"actor,content\",\"targets\":\"0-4,7\"}", 9);

        assertThat(erased.mayBeAbsent(Part.ACTOR, 7)).isTrue();
        assertThat(erased.mayBeAbsent(Part.ATTRIBUTES, 7)).isFalse();
        assertThat(erased.mayBeAbsent(Part.CONTENT, 5)).isFalse();
        assertThat(erased.mustBeAbsent(Part.ACTOR, 7)).isFalse();
        erased.settle();
        assertThat(erased.mustBeAbsent(Part.ACTOR, 7)).isTrue();
    }

    @Test
    void add_takesNoWordAboutWhatComesLaterOrIsNotUnderstood() {
        add("{\"parts\":\"actor\",\"targets\":\"0-9\"}", 9);
        add("{\"parts\":\"leaf\",\"targets\":\"0\"}", 9);
        add("{\"parts\":\"actor\",\"targets\":\"3-1\"}", 9);
        add("{\"parts\":7,\"targets\":\"0\"}", 9);
        add("not json", 9);
        add("{\"entries\":\"0-9\"}", 9);
        for (var index = 0; index < 10; index++) {
            assertThat(erased.mayBeAbsent(Part.ACTOR, index)).isFalse();
        }
        assertThat(erased.removedMax()).isZero();
    }

    @Test
    void removedMax_isAsFarAsEntriesAreGoneWithoutAGap() {
        add("{\"entries\":\"256-511\"}", 2_000);
        assertThat(erased.removedMax()).isZero();
        add("{\"entries\":\"0-255\"}", 2_000);
        assertThat(erased.removedMax()).isEqualTo(512);
        assertThat(erased.mustBeRemoved(0)).isFalse();
        erased.settle();
        assertThat(erased.mustBeRemoved(511)).isTrue();
        assertThat(erased.mustBeRemoved(512)).isFalse();
    }

    @Test
    void leafCommitments_findsEachPartsOwn() {
        var record = TestRecords.record(3);
        for (var part : List.of(Part.ACTOR, Part.ATTRIBUTES, Part.CONTENT)) {
            assertThat(LeafCommitments.of(part, record.leaf())).hasSize(32);
        }
        var expected = Commitment.of(
                Part.CONTENT,
                Objects.requireNonNull(record.salts().get(Part.CONTENT)),
                Objects.requireNonNull(record.contentJson()).getBytes(StandardCharsets.UTF_8));
        assertThat(LeafCommitments.of(Part.CONTENT, record.leaf())).isEqualTo(expected);
    }

    @Test
    void leafCommitments_isNotFooledByWhatTextsSay() {
        var draft = new RecordDraft(1, 2);
        draft.put(Field.EVENT, "\"parts\":{\"content\":\"" + "A".repeat(43) + "\"");
        assertThat(LeafCommitments.of(Part.CONTENT, new Sealer().seal(draft).leaf()))
                .isNull();
        assertThat(LeafCommitments.of(Part.CONTENT, new byte[0])).isNull();
    }

    private void add(String content, long index) {
        erased.add(ErasureNotice.read(content, index).stream().toList());
    }
}
