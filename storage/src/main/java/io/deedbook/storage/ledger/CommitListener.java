// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.SealedRecord;
import java.util.List;

/**
 * Told what this process has committed, before that is answered, on a thread that everybody's answers wait for: it has to
 * be quick, waits for nobody, and must not fail. Of two transactions that end at about the same time the later may be told of first.
 */
public interface CommitListener {
    /** Nobody who listens. */
    CommitListener NONE = (logId, firstIndex, records) -> {};

    /** This one, then another. */
    default CommitListener and(CommitListener other) {
        return (logId, firstIndex, records) -> {
            committed(logId, firstIndex, records);
            other.committed(logId, firstIndex, records);
        };
    }

    /**
     * Hears of records of one log, after COMMIT.
     *
     * @param records at consecutive indexes from {@code firstIndex} on
     */
    void committed(int logId, long firstIndex, List<SealedRecord> records);
}
