// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.server;

import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.Storage;
import io.deedbook.storage.tenant.NewApiKey;
import io.deedbook.storage.tenant.Scope;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a ledger that was just made. Two, because the one that sends goes to every machine where an agent runs,
 * and must not be able to read what the others sent. Secret: for the screen of the person who starts the collector.
 *
 * @param ingest sends telemetry
 * @param read reads records, and manages keys
 */
public record FirstKeys(String ingest, String read) {
    private static final Set<Scope> SENDING = EnumSet.of(Scope.INGEST);
    private static final Set<Scope> READING = EnumSet.of(Scope.READ, Scope.ADMIN);

    /** Sees to it that the default tenant has the key for everything whose value was chosen, where one was. */
    static Future<Void> chosen(Storage storage, CollectorOptions options) {
        if (options.bootstrapApiKey().isEmpty()) {
            return Future.succeededFuture();
        }
        var value = options.bootstrapApiKey().get();
        return storage.tenants()
                .find(Tenants.DEFAULT_NAME)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : storage.keys()
                                .createWithValue(found.get(), null, "bootstrap", EnumSet.allOf(Scope.class), value)
                                .mapEmpty());
    }

    /** Makes them unless the default tenant has keys. */
    static Future<Optional<FirstKeys>> ensure(Storage storage) {
        return storage.tenants()
                .find(Tenants.DEFAULT_NAME)
                .compose(found ->
                        found.isEmpty() ? Future.succeededFuture(Optional.empty()) : ensure(storage, found.get()));
    }

    private static Future<Optional<FirstKeys>> ensure(Storage storage, Tenant tenant) {
        return storage.keys().list(tenant).compose(keys -> {
            if (!keys.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            return make(storage, tenant, "first").map(Optional::of);
        });
    }

    /** Makes a pair of keys of this name. */
    public static Future<FirstKeys> make(Storage storage, Tenant tenant, String name) {
        var keys = storage.keys();
        return keys.create(tenant, null, name + ": sends", SENDING)
                .map(NewApiKey::value)
                .compose(ingest -> keys.create(tenant, null, name + ": reads", READING)
                        .map(read -> new FirstKeys(ingest, read.value())));
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "FirstKeys[]";
    }
}
