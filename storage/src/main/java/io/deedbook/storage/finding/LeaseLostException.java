// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.finding;

/** Another collector evaluates the log by now: nothing was stored, and what is in memory is of no use. */
final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("The log is evaluated by another collector.", null, false, false);
    }
}
