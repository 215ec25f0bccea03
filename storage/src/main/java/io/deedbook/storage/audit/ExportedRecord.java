// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.pipeline.record.Part;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code records.jsonl}.
 *
 * @param index place in the log
 * @param leaf its bytes
 * @param parts those that are there
 * @param withheld parts that there are, as the export says, and that its reader does not get
 * @param proof the text of a tlog-proof, or null in complete exports
 */
record ExportedRecord(
        long index,
        byte[] leaf,
        Map<Part, OpenPart> parts,
        Set<Part> withheld,
        @Nullable String proof) {
    /** A part with the salt that opens its commitment. */
    record OpenPart(byte[] salt, byte[] content) {}
}
