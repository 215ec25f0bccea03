// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.audit.LeafForm;
import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import io.deedbook.storage.ledger.RequestRows.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the rows of a request before its indexes are known, of leaves that an auditor takes. One thread at a time. */
final class RowMaker {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long LATER = 0;

    private final CopyBuffer buffer = new CopyBuffer(2 * CHUNK_BYTES);
    private final RowEncoder encoder = new RowEncoder(RecordColumn.ALL, buffer);

    /**
     * All of its rows, or null where they take more than {@code bytesMax}.
     *
     * @throws RuntimeException where a record is not as it must be
     */
    @Nullable
    RequestRows rows(AppendRequest request, long bytesMax) {
        var chunks = new ArrayList<Chunk>();
        var bytesLeft = bytesMax;
        var records = request.records();
        var indexAt = new int[records.size()];
        var count = 0;
        buffer.clear();
        try {
            for (var record : records) {
                LeafForm.check(record.leaf());
                indexAt[count++] = buffer.size() + RowEncoder.INDEX_AT;
                encoder.row(new PlacedRecord(request.tenant().id(), LATER, record));
                if (buffer.size() > bytesLeft) {
                    return null;
                }
                if (buffer.size() >= CHUNK_BYTES) {
                    bytesLeft -= buffer.size();
                    chunks.add(chunk(indexAt, count));
                    count = 0;
                }
            }
            if (count > 0) {
                chunks.add(chunk(indexAt, count));
            }
        } finally {
            buffer.trim();
        }
        return new RequestRows(chunks);
    }

    private Chunk chunk(int[] indexAt, int count) {
        var made = new Chunk(Arrays.copyOf(buffer.array(), buffer.size()), Arrays.copyOf(indexAt, count));
        buffer.clear();
        return made;
    }
}
