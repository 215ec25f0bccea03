// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

/**
 * Says that what the database holds of a log can't be what was appended: a record, a tile or a head is not as it must
 * be.
 */
public final class BrokenLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message which place of the log; never content */
    public BrokenLogException(String message) {
        super(message, null, false, false);
    }
}
