// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.Storage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import picocli.CommandLine.Command;

/** {@code deedbook migrate}. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Brings the database to the schema of this version, and ends.",
            "",
            "A collector does so by itself when it starts. This is for doing it before, for example with a database user"
                    + " that may change the schema while the collector's may not."
        })
final class MigrateCommand extends LedgerCommand {

    MigrateCommand(Console console) {
        super(console);
    }

    @Override
    boolean makesData() {
        return true;
    }

    /** Opening the storage has migrated it. */
    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        out().println("The database is up to date.");
        return Future.succeededFuture(Main.DONE);
    }
}
