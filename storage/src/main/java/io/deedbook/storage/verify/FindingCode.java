// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

/** What can be wrong with a log. The names are part of the command's output, which others read. */
public enum FindingCode {
    /** Indexes are not contiguous from 0, or end before the head. */
    ENTRIES_MISSING("entries-missing"),
    /** An index is there twice, or beyond the head. */
    ENTRIES_UNEXPECTED("entries-unexpected"),
    /** The hash stored with a record is not that of its leaf. */
    ENTRY_MISMATCH("entry-mismatch"),
    /** A leaf is no canonical JSON, so it was not written by the collector. */
    LEAF_NOT_CANONICAL("leaf-not-canonical"),
    /** A column or a part is not what the leaf says or commits to. */
    ALTERED("altered"),
    /** A part that the leaf commits to is gone, and nothing in the log says that it was erased. */
    MISSING("missing"),
    /** A part or an entry is there although the log says that it was erased. */
    NOT_ERASED("not-erased"),
    /** The records do not lead to the root that was signed, or that the head has. */
    ROOT_MISMATCH("root-mismatch"),
    /** The head's size and frontier do not fit each other. */
    HEAD_MALFORMED("head-malformed"),
    /** A tile is not made of the records' hashes. */
    TILE_MISMATCH("tile-mismatch"),
    /** A tile is gone that a stored checkpoint covers. */
    TILE_MISSING("tile-missing"),
    /** A stored checkpoint is not in its format. */
    CHECKPOINT_MALFORMED("checkpoint-malformed"),
    /** A stored checkpoint is of another size than it stands under. */
    SIZE_MISMATCH("size-mismatch"),
    /** A checkpoint is of another log. */
    UNKNOWN_ORIGIN("unknown-origin"),
    /** A checkpoint is not signed by the log's key. */
    NO_TRUSTED_SIGNATURE("no-trusted-signature"),
    /** A checkpoint claims the log's key, which did not sign it. */
    BAD_SIGNATURE("bad-signature"),
    /** Records that should have been signed for by now are not, or nothing at all is. */
    UNSIGNED_TAIL("unsigned-tail"),
    /** The database names another key than the trusted one. */
    KEY_CHANGED("key-changed"),
    /** There are fewer records than a checkpoint says there were. */
    ROLLBACK("rollback"),
    /** The records are not those that the kept checkpoint was signed over. */
    INCONSISTENT("inconsistent");

    private final String wireName;

    FindingCode(String wireName) {
        this.wireName = wireName;
    }

    /** The name in reports. */
    public String wireName() {
        return wireName;
    }
}
