// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import java.util.List;

/**
 * How far an erasure is.
 *
 * @param id 32 hex digits
 * @param state {@code running}, {@code done}, {@code failed}, or {@code interrupted} when it says nothing any more
 * @param subject the token of the person
 * @param searched entries that were looked at
 * @param logSize entries that there are to look at
 * @param erased records from which something went; of a dry run, would go
 * @param held records that a hold keeps
 * @param heldBy ids of the holds that do
 */
public record ErasureProgress(
        String id,
        String state,
        String subject,
        long searched,
        long logSize,
        long erased,
        long held,
        List<String> heldBy) {
    public ErasureProgress {
        heldBy = List.copyOf(heldBy);
    }

    public static final String RUNNING = "running";
    public static final String DONE = "done";
    public static final String FAILED = "failed";
    /** Its process has ended, or lost the database; asking for the same again goes on where it was. */
    public static final String INTERRUPTED = "interrupted";
}
