// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import io.vertx.sqlclient.Pool;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

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
        return (Pool) Proxy.newProxyInstance(
                Pool.class.getClassLoader(), new Class<?>[] {Pool.class}, (self, method, arguments) -> {
                    try {
                        return method.invoke(used, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
