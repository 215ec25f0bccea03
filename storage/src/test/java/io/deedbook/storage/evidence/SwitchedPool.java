// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.deedbook.storage.CallProxy;
import io.vertx.sqlclient.Pool;

/** A pool that stands for one or another. */
final class SwitchedPool {
    private volatile Pool used;

    SwitchedPool(Pool used) {
        this.used = used;
    }

    void use(Pool other) {
        used = other;
    }

    Pool pool() {
        return CallProxy.of(Pool.class, (method, arguments) -> CallProxy.invoke(used, method, arguments));
    }
}
