// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

/** Says that the database can't be used as it is; the message tells the operator what to do about it. */
public final class DatabaseUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseUnusableException(String message) {
        super(message);
    }

    public DatabaseUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
