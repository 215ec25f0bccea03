// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

import io.deedbook.pipeline.canonical.Leaf;

/** What the bytes of a leaf have to be, for the writer before it appends them as for the auditor afterwards. */
public final class LeafForm {
    private LeafForm() {}

    /**
     * Refuses whatever is not the canonical JSON of an object, or is too large for an entry bundle. Half a microsecond.
     *
     * @throws io.deedbook.storage.tlog.MalformedException {@code leaf-not-canonical}
     */
    public static void check(byte[] leaf) {
        if (leaf.length == 0 || leaf.length > Leaf.BYTES_MAX || leaf[0] != '{') {
            throw CanonicalReader.malformed();
        }
        var reader = new CanonicalReader(leaf);
        reader.skipValue();
        reader.end();
    }
}
