// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

/** The events of the entries about what was done to the ledger itself. */
final class OwnEntry {
    static final String ERASED = "records_erased";
    static final String RETIRED = "records_retired";
    static final String REMOVED = "entries_removed";
    static final String HOLD_ADDED = "hold_added";
    static final String HOLD_RELEASED = "hold_released";

    private OwnEntry() {}
}
