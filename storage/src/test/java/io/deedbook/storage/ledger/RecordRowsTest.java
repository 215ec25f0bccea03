// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.canonical.Leaf;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordRowsTest {
    private final RecordRows rows = new RecordRows();
    private final CopyBuffer buffer = new CopyBuffer(64);
    private final RowEncoder encoder = new RowEncoder(RecordColumn.ALL, buffer);

    @Test
    void aRowMadeBeforehandIsTheRowMadeOnTheWay() {
        for (var sealed : TestRecords.many(50)) {
            var placed = new PlacedRecord(7, 1L << 40, sealed);

            var beforehand = written(() -> encoder.row(placed, made(sealed)));

            assertThat(beforehand).isEqualTo(written(() -> encoder.row(placed)));
        }
    }

    @Test
    void aRecordKeepsTheRowThatWasMadeOfIt() {
        var sealed = TestRecords.many(1).get(0);

        assertThat(sealed.row()).isNull();
        assertThat(sealed.in(rows).row()).isEqualTo(made(sealed));
        assertThat(sealed.in(rows).leafHash()).isSameAs(sealed.leafHash());
    }

    @Test
    void aLeafThatNoAuditorWouldTakeGetsNoRow() {
        var sealed = TestRecords.many(1).get(0);
        var leaf = "{\"b\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8);
        var crafted = new SealedRecord(
                sealed.id(),
                sealed.receivedUnixNanos(),
                sealed.occurredUnixNanos(),
                sealed.values(),
                sealed.pii(),
                sealed.content(),
                sealed.attributes(),
                sealed.salts(),
                leaf,
                Leaf.hash(leaf));

        assertThat(crafted.in(rows)).isSameAs(crafted);
    }

    private byte[] made(SealedRecord sealed) {
        var row = rows.row(sealed);
        assertThat(row).isNotNull();
        return row;
    }

    private byte[] written(Runnable row) {
        buffer.clear();
        row.run();
        return Arrays.copyOf(buffer.array(), buffer.size());
    }
}
