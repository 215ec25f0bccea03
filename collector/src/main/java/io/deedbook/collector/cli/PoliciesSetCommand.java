// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.policy.PolicyDesk;
import io.deedbook.collector.policy.PolicyJson;
import io.deedbook.pipeline.policy.AckLevel;
import io.deedbook.storage.policy.PolicyOwner;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code deedbook policies set}. */
@Command(
        name = "set",
        mixinStandardHelpOptions = true,
        description = {
            "Sets the policy of a tenant or team, and puts the change on record in the ledger.",
            "Collectors that run judge by it within seconds."
        })
final class PoliciesSetCommand extends PolicyCommand {
    @Parameters(paramLabel = "<file>", description = "YAML or JSON; docs/POLICIES.md says what it may hold.")
    private @Nullable Path file;

    PoliciesSetCommand(Console console) {
        super(console);
    }

    @Override
    Future<Callable<Integer>> run(PolicyDesk desk, PolicyOwner owner) {
        return desk.set(owner, PoliciesCheckCommand.read(file), COMMAND_LINE).map(policy -> () -> {
            var stored = policy.stored().orElseThrow();
            warnOfWitnesses(policy.compiled().ack());
            if (json()) {
                out().println(PolicyJson.set(policy).encodePrettily());
            } else {
                out().println("Version " + stored.number() + " is in force. It is record " + stored.recordId()
                        + " of the ledger.");
                policy.compiled()
                        .summary()
                        .notLoaded(policy.isOfTeam())
                        .forEach(rule -> out().println("Not loaded: " + rule));
            }
            return Main.DONE;
        });
    }

    private void warnOfWitnesses(AckLevel ack) {
        if (ack == AckLevel.WITNESSED && options().ledger().witnessPolicyFile().isEmpty()) {
            err().println("Warning: " + PolicyJson.NO_WITNESSES);
        }
    }
}
