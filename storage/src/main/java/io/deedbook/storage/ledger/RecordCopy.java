// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.storage.audit.LeafForm;
import io.deedbook.storage.ledger.AppendPlan.PlacedRecord;
import io.deedbook.storage.ledger.AppendPlan.PlacedRequest;
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
    private final CopyBuffer buffer = new CopyBuffer(2 * CHUNK_BYTES);
    private final RowEncoder encoder;

    /** @param table with at least these columns */
    RecordCopy(String table, List<RecordColumn> columns) {
        encoder = new RowEncoder(columns, buffer);
        sql = "copy " + table + " (" + columns.stream().map(RecordColumn::name).collect(Collectors.joining(", "))
                + ") from stdin (format binary)";
    }

    /** Stores records, in the transaction of the connection; says how many rows there were. Blocks. */
    long copy(CopyManager connection, List<PlacedRecord> records) throws SQLException {
        return copy(connection, out -> rows(out, records));
    }

    /** Does the same with records of a group whose rows are being made elsewhere, as far as they are. */
    long copy(CopyManager connection, List<PlacedRequest> requests, GroupRows made) throws SQLException {
        return copy(connection, out -> {
            for (var request : requests) {
                var rows = made.of(request.position());
                if (rows == null) {
                    request.records()
                            .forEach(record -> LeafForm.check(record.sealed().leaf()));
                    rows(out, request.records());
                } else {
                    send(out);
                    rows.send(out, request.firstIndex());
                }
            }
        });
    }

    private interface Rows {
        void send(CopyIn out) throws SQLException;
    }

    private void rows(CopyIn out, List<PlacedRecord> records) throws SQLException {
        for (var record : records) {
            encoder.row(record);
            if (buffer.size() >= CHUNK_BYTES) {
                send(out);
            }
        }
    }

    private long copy(CopyManager connection, Rows rows) throws SQLException {
        var copy = connection.copyIn(sql);
        try {
            buffer.clear();
            buffer.bytes(HEADER);
            rows.send(copy);
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
        if (buffer.size() == 0) {
            return;
        }
        copy.writeToCopy(buffer.array(), 0, buffer.size());
        buffer.clear();
    }
}
