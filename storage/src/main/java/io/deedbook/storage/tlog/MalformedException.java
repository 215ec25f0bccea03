// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

/** Says that bytes from outside are not what their format asks for, by a reason that is safe to show and to log. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason a short constant name such as {@code checkpoint-size}; never the data itself */
    public MalformedException(String reason) {
        super("malformed: " + reason, null, false, false);
        this.reason = reason;
    }

    /** Which rule the input breaks. */
    public String reason() {
        return reason;
    }
}
