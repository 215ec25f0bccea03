// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.export;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many exports are at work, so that no tenant's readers take all there is room for. Thread-safe. */
final class ExportSlots {
    static final int ALL_MAX = 8;
    static final int OF_TENANT_MAX = 2;

    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<Integer, Integer> ofTenants = new ConcurrentHashMap<>();

    /** Takes a slot when there is one for the tenant; it is to be given back once. */
    boolean tryTake(int tenantId) {
        if (all.incrementAndGet() > ALL_MAX) {
            all.decrementAndGet();
            return false;
        }
        if (ofTenants.merge(tenantId, 1, Integer::sum) > OF_TENANT_MAX) {
            giveBack(tenantId);
            return false;
        }
        return true;
    }

    void giveBack(int tenantId) {
        ofTenants.merge(tenantId, -1, Integer::sum);
        all.decrementAndGet();
    }
}
