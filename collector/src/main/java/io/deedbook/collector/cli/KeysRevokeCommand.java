// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.Storage;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deedbook keys revoke}. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description =
                "Makes a key worthless. Running collectors refuse it within 10 seconds. What it sent stays on record.")
final class KeysRevokeCommand extends LedgerCommand {
    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose key. Default: default.")
    private String tenant = Tenants.DEFAULT_NAME;

    @Parameters(
            paramLabel = "<id>",
            description = "The key's id: as keys list shows it, or the eight characters after dbk_ in a key you hold.")
    private String id = "";

    KeysRevokeCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        return tenant(storage, tenant)
                .compose(owner -> storage.keys().revoke(owner, id))
                .map(revoked -> {
                    if (revoked) {
                        out().println("Revoked " + id + ". Running collectors refuse it within 10 seconds.");
                        return Main.DONE;
                    }
                    err().println("Tenant " + tenant + " has no valid key " + id + ". See: deedbook keys list --tenant "
                            + tenant);
                    return Main.FAILED;
                });
    }
}
