// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

/**
 * A key that has just been made, with its value, which is shown once and stored nowhere. Its {@link #toString()} leaves
 * the value out.
 *
 * @param value what the client sends
 */
public record NewApiKey(ApiKey key, String value) {
    @Override
    public String toString() {
        return "NewApiKey[" + key.id() + "]";
    }
}
