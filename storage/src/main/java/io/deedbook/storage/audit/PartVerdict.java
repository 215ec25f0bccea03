// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

/** What became of a part that a leaf commits to. */
public enum PartVerdict {
    /** It is there, and is what the leaf commits to. */
    VERIFIED,
    /** It is not shown to this reader, as the export says. */
    WITHHELD,
    /** It is gone, and a later entry of the log says that it was erased. */
    ERASED,
    /** It is gone, and nothing says so: somebody removed it. */
    MISSING,
    /** It is there, and is not what the leaf commits to. */
    ALTERED,
    /** It is there, though an entry of the log says that it was erased. */
    NOT_ERASED;

    /** The name in reports. */
    public String wireName() {
        return name().replace('_', '-');
    }
}
