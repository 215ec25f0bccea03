// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.Storage;
import io.deedbook.storage.tenant.Tenants;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook keys log}. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the public key of a tenant's ledger, and a policy (C2SP tlog-policy) with which others verify it.",
            "",
            "Note it down away from this machine: a key that a verifier takes from here proves only what this machine says."
        })
final class KeysLogCommand extends LedgerCommand {
    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose ledger. Default: default.")
    private String tenant = Tenants.DEFAULT_NAME;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    KeysLogCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        return tenant(storage, tenant)
                .compose(owner -> storage.evidence().vkey(owner))
                .map(this::print);
    }

    private int print(Vkey vkey) {
        var policy = "log " + vkey + "\nquorum none\n";
        if (json) {
            out().println(new JsonObject()
                    .put("tenant", tenant)
                    .put("origin", vkey.name())
                    .put("vkey", vkey.toString())
                    .put("policy", policy)
                    .encodePrettily());
        } else {
            out().println(vkey);
            out().println();
            out().println("# tlog-policy of tenant " + tenant);
            out().print(policy);
        }
        return Main.DONE;
    }
}
