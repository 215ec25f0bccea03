// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.RowForm;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.audit.LeafForm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of table {@code record} on the threads of the pipeline, of leaves that an auditor would take, so that
 * the one thread that appends has little left to do but send them.
 */
public final class RecordRows implements RowForm {
    private static final int KEPT_BYTES = 16 * 1024;

    private final ThreadLocal<Row> rows = ThreadLocal.withInitial(Row::new);

    private static final class Row {
        private final CopyBuffer buffer = new CopyBuffer(KEPT_BYTES);
        private final RowEncoder encoder = new RowEncoder(RecordColumn.ALL, buffer);

        byte[] of(SealedRecord sealed) {
            try {
                encoder.rest(sealed);
                return Arrays.copyOf(buffer.array(), buffer.size());
            } finally {
                buffer.trim();
            }
        }
    }

    /** Null where something is wrong with the record: whoever appends it comes upon it again, and can deal with it. */
    @Override
    public byte @Nullable [] row(SealedRecord sealed) {
        try {
            LeafForm.check(sealed.leaf());
            return rows.get().of(sealed);
        } catch (RuntimeException left) {
            return null;
        }
    }
}
