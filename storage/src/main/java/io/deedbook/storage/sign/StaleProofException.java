// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

/** Says that a proof begins at another size than was signed last. */
public final class StaleProofException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long signedSize;

    /** @param signedSize of the tree that was signed last */
    public StaleProofException(long signedSize) {
        super("signed last was a tree of " + signedSize + " records", null, false, false);
        this.signedSize = signedSize;
    }

    /** The size of the tree that was signed last. */
    public long signedSize() {
        return signedSize;
    }
}
