// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tenant;

import io.vertx.core.Future;
import java.util.Optional;

/** Tells who a key stands for. Thread-safe; answers from memory where it can, and knows of a revocation within 10 s. */
public interface Authenticator {
    /**
     * Looks a key up.
     *
     * @param key as the client sent it, any length up to what HTTP headers allow
     * @return the principal, or empty for a key that is unknown or revoked; fails with a {@code Refusal} when the
     *     database is away
     */
    Future<Optional<Principal>> authenticate(String key);
}
