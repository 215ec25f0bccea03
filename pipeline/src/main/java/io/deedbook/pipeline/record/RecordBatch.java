// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.record;

import java.util.List;

/** The records that one batch of events became, in its order. */
public record RecordBatch(List<SealedRecord> records) {
    public RecordBatch {
        records = List.copyOf(records);
    }
}
