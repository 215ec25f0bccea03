// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.sqlclient.Pool;

/**
 * Connections to the database, by pool: {@code deedbook.storage.pool.connections} is never more than {@code
 * deedbook.storage.pool.connections.max}. Raise an alarm when the writer's stays at 0 while requests are refused: the
 * database can't be reached.
 */
public final class PoolMetrics {
    private PoolMetrics() {}

    /** Measures the pools from now on. */
    public static void bind(Pools pools, MeterRegistry registry) {
        bind("publisher", pools.publisher(), Pools.PUBLISHER_CONNECTIONS, registry);
        bind("reader", pools.reader(), Pools.READER_CONNECTIONS, registry);
        bind("sessions", pools.sessions(), Pools.SESSION_CONNECTIONS, registry);
        bind("admin", pools.admin(), Pools.ADMIN_CONNECTIONS, registry);
    }

    private static void bind(String name, Pool pool, int connectionsMax, MeterRegistry registry) {
        Gauge.builder("deedbook.storage.pool.connections", pool, Pool::size)
                .description("Connections to the database that are open")
                .tag("pool", name)
                .register(registry);
        Gauge.builder("deedbook.storage.pool.connections.max", () -> connectionsMax)
                .description("The most that may be open")
                .tag("pool", name)
                .strongReference(true)
                .register(registry);
    }
}
