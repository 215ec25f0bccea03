// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage;

import io.deedbook.storage.evidence.LogRegistry;
import io.deedbook.storage.postgres.Pools;
import io.deedbook.storage.tenant.ApiKeys;
import io.deedbook.storage.tenant.DashboardSessions;
import io.deedbook.storage.tenant.PostgresAuthenticator;
import io.deedbook.storage.tenant.Teams;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Whose records these are, and who may come to them. Thread-safe. */
record Access(
        Tenants tenants, Teams teams, ApiKeys keys, PostgresAuthenticator authenticator, DashboardSessions sessions) {

    /**
     * @param logs where tenants get their logs
     * @param keysKnownFor how long API keys that were known are believed while the database is away
     */
    static Access open(Vertx vertx, Pools pools, LogRegistry logs, Duration keysKnownFor) {
        var authenticator = new PostgresAuthenticator(vertx, pools.admin(), keysKnownFor);
        return new Access(
                new Tenants(pools.admin(), logs),
                new Teams(pools.admin()),
                new ApiKeys(pools.admin(), authenticator::forget),
                authenticator,
                new DashboardSessions(pools.sessions()));
    }
}
