// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.read;

import java.util.List;

/**
 * One page of records.
 *
 * @param more whether there is at least one further record in the order of the query
 */
public record RecordPage(List<StoredRecord> records, boolean more) {
    public RecordPage {
        records = List.copyOf(records);
    }
}
