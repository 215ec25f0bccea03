// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.Storage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook tenants list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the tenants by name.")
final class TenantsListCommand extends LedgerCommand {
    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    TenantsListCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        return storage.tenants().list().map(tenants -> {
            if (json) {
                var array = new JsonArray();
                tenants.forEach(tenant -> array.add(new JsonObject().put("name", tenant.name())));
                out().println(array.encodePrettily());
            } else {
                tenants.forEach(tenant -> out().println(tenant.name()));
            }
            return Main.DONE;
        });
    }
}
