// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import io.deedbook.loadtest.managed.DatabaseOutage;
import io.deedbook.loadtest.managed.House;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is loaded: a collector of our own, or one that is there already.
 *
 * @param keys that send and read, one a tenant
 * @param pid of a given collector, 0 when unknown
 * @param postgresPid of its postmaster, 0 when unknown
 * @param house our own collectors, or null
 * @param outage how its database is taken away, or null when it can't be
 */
public record Target(
        URI url,
        List<String> keys,
        long pid,
        long postgresPid,
        @Nullable House house,
        @Nullable DatabaseOutage outage) {
    public Target {
        keys = List.copyOf(keys);
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("--url: " + url + " (expected: http://host:port)");
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("--key: none (expected: an API key with the scopes ingest and read)");
        }
    }

    /**
     * Our own, with keys for so many tenants.
     *
     * @param postgresPid of its postmaster, 0 to find out
     * @param outage how its database is taken away, or null to stop it where it is our own too
     */
    public static Target of(House house, int tenants, long postgresPid, @Nullable DatabaseOutage outage)
            throws IOException, InterruptedException {
        var pid = postgresPid > 0 ? postgresPid : house.postgresPid().orElse(0);
        var own = outage == null && house.ownsDatabase() ? new DatabaseOutage(pid, null, null) : outage;
        return new Target(house.url(), house.keys(tenants), 0, pid, house, own);
    }

    /** The base URL without a slash at its end. */
    String base() {
        var base = url.toString();
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** The collectors' processes that are known. */
    List<Long> pids() {
        return house != null ? house.pids() : pid > 0 ? List.of(pid) : List.of();
    }
}
