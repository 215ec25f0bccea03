// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.ledger;

/** Says that the group in front was not committed, so that this one did not begin and is to be written in its turn. */
final class NotBegunException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NotBegunException() {
        super("The group in front was not committed.");
    }
}
