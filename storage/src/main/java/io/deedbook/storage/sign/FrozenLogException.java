// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

/**
 * A refusal to sign, because the signature could contradict an earlier one or can't be made. The log takes records as
 * before, but gets no new checkpoint until a person has looked.
 */
public final class FrozenLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, and what a person can do about it. */
    public enum Reason {
        /** The database has fewer records than were signed for: it was restored or promoted with loss. */
        ROLLBACK(
                "rollback",
                "The database is behind what was signed. Restore its latest state. If what is missing is lost for good:"
                        + " deedbook ledger new-epoch --confirm-loss"),
        /** The records in the database do not continue the tree that was signed. */
        INCONSISTENT(
                "inconsistent",
                "The records are not those that were signed: run deedbook verify. If only tiles are wrong, delete them from"
                        + " the table tile, and they are made again. Else restore the database's latest state; if that is"
                        + " lost for good: deedbook ledger new-epoch --confirm-loss"),
        /**
         * The file with what was signed last is gone, or not what was written; or a journal is, which is about any log.
         */
        STATE_LOST(
                "signer-state-lost",
                "Put back the newest .state file of the log, and the newest signed-*.journal where the message says together,"
                        + " never older ones. If there is none any more: deedbook ledger new-epoch --confirm-loss"),
        /** The file can't be written, so nothing may be signed: a full disk, or no right to. */
        STATE_UNWRITABLE(
                "signer-state-unwritable", "Make the directory of the keys writable: is the disk full, who owns it?"),
        /** The key file is gone, not readable, or encrypted while no right passphrase is configured. */
        KEY_LOST(
                "key-lost",
                "Put the log's .key files back, and configure the passphrase that encrypts them. If they are lost for"
                        + " good: deedbook ledger new-epoch --confirm-loss"),
        /** The key file holds another key than the one the log was made with. */
        KEY_CHANGED("key-changed", "Put back the key files that belong to this database, or the other way round."),
        /** The external signer does not let this collector in. */
        SIGNER_REFUSED("signer-refused", "Give collector and signer the same secret: signer-token-file, --token-file.");

        private final String wireName;
        private final String remedy;

        Reason(String wireName, String remedy) {
            this.wireName = wireName;
            this.remedy = remedy;
        }

        /** The name in reports and logs. */
        public String wireName() {
            return wireName;
        }

        /** What to do, for a person. */
        public String remedy() {
            return remedy;
        }
    }

    private final Reason reason;

    /** @param detail sizes or file names; never keys */
    public FrozenLogException(Reason reason, String detail) {
        super(reason.wireName() + ": " + detail, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
