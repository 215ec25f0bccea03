// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.audit;

/**
 * What can be wrong with what was handed over, besides its checkpoint. The names are part of the report, which others
 * read.
 */
public enum AuditCode {
    /** A file that has to be there is not. */
    FILE_MISSING("file-missing"),
    /** A bundle of entries is gone that the checkpoint covers. */
    ENTRIES_MISSING("entries-missing"),
    /** A bundle is not in its format, or has too few entries or too many. */
    ENTRIES_MALFORMED("entries-malformed"),
    /** A record's leaf is not the entry at its index, or records are not in the order of the log. */
    ENTRY_MISMATCH("entry-mismatch"),
    /** A leaf is no canonical JSON, so it was not written by the collector. */
    LEAF_NOT_CANONICAL("leaf-not-canonical"),
    /** A line of the records is not in its format. */
    RECORD_MALFORMED("record-malformed"),
    /** There are fewer records, or more, than the export says. */
    RECORD_COUNT("record-count"),
    /** A part is not what the leaf commits to. */
    ALTERED("altered"),
    /** A part that the leaf commits to is gone, and nothing in the log says that it was erased. */
    MISSING("missing"),
    /** A part is there that the log says was erased. */
    NOT_ERASED("not-erased"),
    /** An erasure names an entry that may not be erased: only records and findings may. */
    ERASURE_UNALLOWED("erasure-unallowed"),
    /** The entries do not lead to the root that was signed. */
    ROOT_MISMATCH("root-mismatch"),
    /** A tile has the wrong length. */
    TILE_MALFORMED("tile-malformed"),
    /** A tile is not made of the entries' hashes. */
    TILE_MISMATCH("tile-mismatch"),
    /** A tile is gone that the checkpoint covers. */
    TILE_MISSING("tile-missing"),
    /** A checkpoint is not in its format, or of another size than it stands under. */
    CHECKPOINT_MALFORMED("checkpoint-malformed"),
    /** The hashes of a proof do not lead from the leaf to the root. */
    INCLUSION_FAILED("inclusion-failed"),
    /** A proof is for an index that the tree does not have, or not the record's. */
    INDEX_OUT_OF_RANGE("index-out-of-range"),
    /** A proof is not in its format. */
    PROOF_MALFORMED("proof-malformed"),
    /** The log is smaller than a checkpoint that was kept. */
    ROLLBACK("rollback"),
    /** The log does not begin with the tree of a checkpoint that was kept. */
    INCONSISTENT("inconsistent"),
    /** A checkpoint that was kept has the same size and another root: two histories were shown. */
    FORK("fork");

    private final String wireName;

    AuditCode(String wireName) {
        this.wireName = wireName;
    }

    /** The name in reports. */
    public String wireName() {
        return wireName;
    }
}
