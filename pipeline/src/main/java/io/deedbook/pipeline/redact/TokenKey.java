// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.redact;

/** The tenant's secret under which a redacted value becomes a token. 32 bytes; it is never logged. */
public final class TokenKey {
    private final byte[] key;

    public TokenKey(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("key: " + key.length + " bytes (expected: 32)");
        }
        this.key = key.clone();
    }

    byte[] bytes() {
        return key.clone();
    }
}
