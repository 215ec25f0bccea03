// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.erasure.ErasureJson;
import io.deedbook.storage.Storage;
import io.deedbook.storage.erasure.Hold;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook holds list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the legal holds, newest first.")
final class HoldsListCommand extends LedgerCommand {
    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose records. Default: default.")
    private String tenant = Tenants.DEFAULT_NAME;

    @Option(names = "--all", description = "Those that were released too.")
    private boolean all;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    HoldsListCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        return tenant(storage, tenant)
                .compose(owner -> storage.holds().list(owner, all))
                .map(this::print);
    }

    private int print(List<Hold> holds) {
        if (json) {
            out().println(ErasureJson.holds(holds).encodePrettily());
            return Main.DONE;
        }
        if (holds.isEmpty()) {
            out().println("No legal hold is in force.");
        }
        for (var hold : holds) {
            var about = ErasureJson.about(hold);
            out().println(hold.id() + "  " + hold.addedAt() + "  " + about + "  " + hold.reason()
                    + (hold.releasedAt() == null ? "" : "  released " + hold.releasedAt()));
        }
        return Main.DONE;
    }
}
