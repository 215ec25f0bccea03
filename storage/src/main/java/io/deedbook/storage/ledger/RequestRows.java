// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.copy.CopyIn;

/** The rows of one request's records, in order, finished but for their indexes. Used by one thread at a time. */
final class RequestRows {
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final List<Chunk> chunks;

    /**
     * Rows that are sent together.
     *
     * @param bytes nobody else's
     * @param indexAt where in {@code bytes} the index of each row stands
     */
    record Chunk(byte[] bytes, int[] indexAt) {}

    RequestRows(List<Chunk> chunks) {
        this.chunks = List.copyOf(chunks);
    }

    /** Sends them as the records from {@code firstIndex} on; may be done again with another index. Blocks. */
    void send(CopyIn out, long firstIndex) throws SQLException {
        var index = firstIndex;
        for (var chunk : chunks) {
            for (var at : chunk.indexAt()) {
                INT64.set(chunk.bytes(), at, index++);
            }
            out.writeToCopy(chunk.bytes(), 0, chunk.bytes().length);
        }
    }

    int bytes() {
        return chunks.stream().mapToInt(chunk -> chunk.bytes().length).sum();
    }
}
