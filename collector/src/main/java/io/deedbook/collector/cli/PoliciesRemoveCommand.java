// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.policy.PolicyDesk;
import io.deedbook.collector.policy.PolicyJson;
import io.deedbook.storage.policy.PolicyOwner;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code deedbook policies remove}. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description = "Removes the policy of a team, so that the tenant's is in force, or of a tenant.")
final class PoliciesRemoveCommand extends PolicyCommand {
    PoliciesRemoveCommand(Console console) {
        super(console);
    }

    @Override
    Future<Callable<Integer>> run(PolicyDesk desk, PolicyOwner owner) {
        return desk.remove(owner, COMMAND_LINE).map(stored -> () -> {
            if (json()) {
                out().println(PolicyJson.version(stored).encodePrettily());
            } else {
                out().println("The policy is removed. That is record " + stored.recordId() + " of the ledger.");
            }
            return Main.DONE;
        });
    }
}
