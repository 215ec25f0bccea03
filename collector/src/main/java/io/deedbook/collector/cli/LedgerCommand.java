// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.config.CollectorOptions;
import io.deedbook.collector.server.StorageSettings;
import io.deedbook.pipeline.bus.Bus;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.Storage;
import io.deedbook.storage.postgres.EmbeddedDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;

/**
 * A command on the ledger itself. It opens the database that the options name: beside a running collector it joins that
 * one's embedded PostgreSQL, else it starts it for the time of the command.
 */
abstract class LedgerCommand extends ConfiguredCommand {

    LedgerCommand(Console console) {
        super(console);
    }

    @Override
    public final Integer call() throws Exception {
        var options = options();
        if (!makesData()) {
            checkData(options);
        }
        var vertx = Vertx.vertx();
        try {
            return Foreground.await(
                    Storage.open(vertx, StorageSettings.of(options), Bus.of(vertx), new SimpleMeterRegistry())
                            .compose(storage -> run(vertx, storage).eventually(storage::close)));
        } finally {
            Foreground.await(vertx.close());
        }
    }

    /** Whether it makes an installation where there is none. */
    boolean makesData() {
        return false;
    }

    /** A command that was meant for another directory must not make a second installation, with keys of its own. */
    private static void checkData(CollectorOptions options) {
        var dataDir = options.dataDir();
        var isThere = options.databaseUrl().isPresent() ? Files.isDirectory(dataDir) : EmbeddedDatabase.isIn(dataDir);
        if (!isThere) {
            throw new UnusableInputException(
                    "There is no installation in " + dataDir.toAbsolutePath().normalize()
                            + " (expected: the data directory of a collector). Say which with --data-dir; deedbook serve and"
                            + " deedbook migrate make one.");
        }
    }

    /**
     * Does what the command is for.
     *
     * @return the exit code
     */
    abstract Future<Integer> run(Vertx vertx, Storage storage);

    /** The tenant of this name; fails when there is none. */
    static Future<Tenant> tenant(Storage storage, String name) {
        return storage.tenants()
                .find(name)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new UnusableInputException(
                                "There is no tenant \"" + name + "\". See: deedbook tenants list"))));
    }
}
