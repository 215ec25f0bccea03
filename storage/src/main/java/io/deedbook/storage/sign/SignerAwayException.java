// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.sign;

/** Says that an external signer gives no answer: the same question may be answered later. */
public final class SignerAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message how it is away; never what was asked */
    public SignerAwayException(String message) {
        super(message, null, false, false);
    }
}
