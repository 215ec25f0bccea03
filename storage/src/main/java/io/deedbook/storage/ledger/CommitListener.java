// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.record.SealedRecord;
import java.util.List;

/** Told what this process has committed, on the appending thread, which waits: it has to be quick and must not fail. */
public interface CommitListener {
    /** Nobody who listens. */
    CommitListener NONE = (logId, firstIndex, records) -> {};

    /**
     * Hears of records of one log, after COMMIT.
     *
     * @param records at consecutive indexes from {@code firstIndex} on
     */
    void committed(int logId, long firstIndex, List<SealedRecord> records);
}
