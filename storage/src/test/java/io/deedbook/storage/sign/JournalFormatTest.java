// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deedbook.storage.tlog.Checkpoint;
import io.deedbook.storage.tlog.MalformedException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalFormatTest {
    private static final String A = "example.com/ledger/00000000000000aa";
    private static final String B = "example.com/ledger/00000000000000bb";
    private static final byte[] FIRST =
            JournalFormat.block(List.of(GrowingTree.checkpoint(A, 3), GrowingTree.checkpoint(B, 1)));
    private static final byte[] SECOND = JournalFormat.block(List.of(GrowingTree.checkpoint(A, 5)));
    private static final Map<String, Checkpoint> OF_FIRST =
            Map.of(A, GrowingTree.checkpoint(A, 3), B, GrowingTree.checkpoint(B, 1));
    private static final Map<String, Checkpoint> OF_BOTH =
            Map.of(A, GrowingTree.checkpoint(A, 5), B, GrowingTree.checkpoint(B, 1));

    private static byte[] both() {
        var both = new ByteArrayOutputStream();
        both.writeBytes(FIRST);
        both.writeBytes(SECOND);
        return both.toByteArray();
    }

    @Test
    void parse_givesTheNewestHeadOfEachOrigin() {
        assertThat(JournalFormat.parse(new byte[0])).isEmpty();
        assertThat(JournalFormat.parse(FIRST)).isEqualTo(OF_FIRST);
        assertThat(JournalFormat.parse(both())).isEqualTo(OF_BOTH);
    }

    @Test
    void parse_doesNotCountALastBlockThatIsNotWhole() {
        var both = both();
        for (var length = FIRST.length; length < both.length; length++) {
            assertThat(JournalFormat.parse(Arrays.copyOf(both, length))).isEqualTo(OF_FIRST);
            // as file systems fill what was not written
            var zeros = Arrays.copyOf(Arrays.copyOf(both, length), both.length);
            assertThat(JournalFormat.parse(zeros)).isEqualTo(OF_FIRST);
        }
        for (var length = 0; length < FIRST.length; length++) {
            assertThat(JournalFormat.parse(Arrays.copyOf(FIRST, length))).isEmpty();
        }
    }

    @Test
    void parse_noticesAnyChangedByteBeforeTheLastBlock() {
        for (var position = 0; position < FIRST.length; position++) {
            var changed = both();
            changed[position] ^= 1;
            assertThatThrownBy(() -> JournalFormat.parse(changed)).isInstanceOf(MalformedException.class);
        }
    }
}
