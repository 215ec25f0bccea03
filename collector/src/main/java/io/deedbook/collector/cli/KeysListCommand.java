// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.Storage;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook keys list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists a tenant's keys, the revoked ones too.")
final class KeysListCommand extends LedgerCommand {
    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose keys. Default: default.")
    private String tenant = Tenants.DEFAULT_NAME;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    KeysListCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        return tenant(storage, tenant)
                .compose(owner -> storage.keys().list(owner))
                .map(keys -> {
                    if (json) {
                        out().println(KeyListing.json(keys).encodePrettily());
                    } else {
                        out().print(KeyListing.table(keys));
                    }
                    return Main.DONE;
                });
    }
}
