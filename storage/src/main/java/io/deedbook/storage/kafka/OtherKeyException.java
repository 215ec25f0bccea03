// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

/** A message was encrypted under a key that is not this process's. */
final class OtherKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    OtherKeyException() {
        super("a message is under another key", null, false, false);
    }
}
