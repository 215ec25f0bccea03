// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

import io.deedbook.pipeline.bus.Refusal;

/** What became of one request of a group whose transaction has committed. */
public sealed interface AppendOutcome {
    /** Its records are durable, by this transaction or an earlier one. */
    record Stored(Receipt receipt) implements AppendOutcome {}

    /** Nothing of it is stored. */
    record Refused(Refusal refusal) implements AppendOutcome {}
}
