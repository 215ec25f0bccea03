// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.storage.tlog.Vkey;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a log whose checkpoint the reader's key did not sign, because the log has another one since.
 *
 * @param origin of the log
 * @param signedSize the entries that the reader's key signed for, and that were found to be those
 * @param index of the entry that names the key of today, or −1
 * @param successor that key, where the reader's key itself signed that it is, or one between the two did; else null
 */
public record KeyChange(
        String origin,
        long signedSize,
        long index,
        @Nullable Vkey successor) {}
