// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

/** Bytes are no entry, or not one of this key and place. The message repeats nothing of them. */
public final class UnreadableEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableEntryException(String message) {
        super(message, null, false, false);
    }
}
