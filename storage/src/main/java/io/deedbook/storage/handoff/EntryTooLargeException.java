// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

/** A request makes an entry that is larger than one may be. */
public final class EntryTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EntryTooLargeException(int bytesMax) {
        super("the entry would be larger than " + bytesMax + " bytes", null, false, false);
    }
}
