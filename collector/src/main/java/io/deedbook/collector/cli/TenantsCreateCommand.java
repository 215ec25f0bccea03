// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.Storage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deedbook tenants create}. */
@Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a tenant, with an empty ledger.")
final class TenantsCreateCommand extends LedgerCommand {
    @Parameters(
            paramLabel = "<name>",
            description = "1 to 63 lower-case letters, digits, dots, hyphens, underscores; a letter or digit first.")
    private String name = "";

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    TenantsCreateCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        return storage.tenants().create(name).map(made -> {
            out().println(
                            json
                                    ? new JsonObject().put("name", made.name()).encodePrettily()
                                    : "Made tenant " + made.name() + ". Next: deedbook keys create --tenant "
                                            + made.name());
            return Main.DONE;
        });
    }
}
