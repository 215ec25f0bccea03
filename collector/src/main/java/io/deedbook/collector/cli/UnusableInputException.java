// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

/** Something handed to a command that it cannot use. The message is one sentence for the person who did. */
final class UnusableInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableInputException(String message) {
        super(message, null, false, false);
    }
}
