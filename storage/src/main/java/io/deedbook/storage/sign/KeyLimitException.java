// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

import java.io.IOException;

/** No key is made, because there are as many as there may be: of this origin, or of all. */
public final class KeyLimitException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param detail which limit */
    public KeyLimitException(String detail) {
        super("key-limit: " + detail + ", which is the limit");
    }
}
