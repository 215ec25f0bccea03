// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

/**
 * A refusal to sign, because the signature could contradict an earlier one or can't be made. The log takes records as
 * before, but gets no new checkpoint until a person has looked.
 */
public final class FrozenLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The database has fewer records than were signed for: it was restored or promoted with loss. */
        ROLLBACK("rollback"),
        /** The records in the database do not continue the tree that was signed. */
        INCONSISTENT("inconsistent"),
        /** The file with what was signed last is gone, or not what was written. */
        STATE_LOST("signer-state-lost"),
        /** The file can't be written, so nothing may be signed: a full disk, or no right to. */
        STATE_UNWRITABLE("signer-state-unwritable"),
        /** The key file is gone, not readable, or encrypted while no right passphrase is configured. */
        KEY_LOST("key-lost"),
        /** The key file holds another key than the one the log was made with. */
        KEY_CHANGED("key-changed");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        /** The name in reports and logs. */
        public String wireName() {
            return wireName;
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
