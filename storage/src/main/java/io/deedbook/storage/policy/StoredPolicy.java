// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.policy;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One version of an owner's policy.
 *
 * @param number 1 for the first of its owner
 * @param document the text as it was set, or null where the policy was removed
 * @param version the compiled version that records judged by it carry
 * @param setBy the id of the key that set it, or {@code command line}
 * @param recordId of its entry in the ledger, 32 hexadecimal digits
 */
public record StoredPolicy(
        PolicyOwner owner,
        int number,
        @Nullable String document,
        String version,
        String setBy,
        OffsetDateTime setAt,
        String recordId) {}
