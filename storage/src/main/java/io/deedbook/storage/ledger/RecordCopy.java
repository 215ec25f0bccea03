// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Sends records by COPY in binary form (PostgreSQL documentation, COPY, "Binary Format"): half of what an insert of
 * arrays costs the server, which begins with the first rows while the others are being written.
 */
final class RecordCopy {
    private static final byte[] HEADER = {
        'P',
        'G',
        'C',
        'O',
        'P',
        'Y',
        '\n',
        (byte) 0xff,
        '\r',
        '\n',
        0, /* flags */
        0,
        0,
        0,
        0, /* extension */
        0,
        0,
        0,
        0
    };
    /** Sent at once, beyond which a row still goes along whole. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final String sql;
    private final boolean takesRows;
    private final CopyBuffer buffer = new CopyBuffer(2 * CHUNK_BYTES);
    private final RowEncoder encoder;

    /** @param table with at least these columns */
    RecordCopy(String table, List<RecordColumn> columns) {
        takesRows = columns.equals(RecordColumn.ALL);
        encoder = new RowEncoder(columns, buffer);
        sql = "copy " + table + " (" + columns.stream().map(RecordColumn::name).collect(Collectors.joining(", "))
                + ") from stdin (format binary)";
    }

    /** Stores records, in the transaction of the connection; says how many rows there were. Blocks. */
    long copy(CopyManager connection, List<PlacedRecord> records) throws SQLException {
        var copy = connection.copyIn(sql);
        try {
            buffer.clear();
            buffer.bytes(HEADER);
            for (var record : records) {
                var made = takesRows ? record.sealed().row() : null;
                if (made == null) {
                    encoder.row(record);
                } else {
                    encoder.row(record, made);
                }
                if (buffer.size() >= CHUNK_BYTES) {
                    send(copy);
                }
            }
            buffer.int16(-1);
            send(copy);
            return copy.endCopy();
        } finally {
            buffer.trim();
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.size());
        buffer.clear();
    }
}
