// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.storage.Storage;
import io.deedbook.storage.evidence.LogKey;
import io.deedbook.storage.tenant.Tenants;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.Vkey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    @Option(names = "--policy", description = "Show only the policy, with every key that ever signed the ledger.")
    private boolean policyOnly;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    KeysLogCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        return tenant(storage, tenant)
                .compose(owner -> storage.keyChanges().keys(owner))
                .map(keys -> keys.stream().map(LogKey::vkey).toList())
                .map(this::print);
    }

    private int print(List<Vkey> keys) {
        var current = keys.get(keys.size() - 1);
        if (policyOnly) {
            out().print(policy(keys));
        } else if (json) {
            out().println(new JsonObject()
                    .put("tenant", tenant)
                    .put("origin", current.name())
                    .put("vkey", current.toString())
                    .put("policy", policy(keys))
                    .encodePrettily());
        } else {
            out().println(current);
            out().println();
            out().println("# tlog-policy of tenant " + tenant);
            out().print(policy(keys));
        }
        return Main.DONE;
    }

    private static String policy(List<Vkey> keys) {
        return new String(TlogPolicy.ofLogs(keys).format(), StandardCharsets.UTF_8);
    }
}
