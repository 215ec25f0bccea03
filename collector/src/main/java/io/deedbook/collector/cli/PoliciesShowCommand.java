// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.policy.PolicyDesk;
import io.deedbook.collector.policy.PolicyJson;
import io.deedbook.storage.policy.PolicyOwner;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code deedbook policies show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints the policy that judges the events of a tenant or team.")
final class PoliciesShowCommand extends PolicyCommand {
    PoliciesShowCommand(Console console) {
        super(console);
    }

    @Override
    Future<Callable<Integer>> run(PolicyDesk desk, PolicyOwner owner) {
        return desk.inForce(owner).map(policy -> () -> {
            if (json()) {
                out().println(PolicyJson.inForce(owner, policy).encodePrettily());
                return Main.DONE;
            }
            policy.stored()
                    .ifPresentOrElse(
                            stored -> out().println(stored.document()),
                            () -> err().println("No policy was set; the built-in one is in force."));
            if (!policy.errors().isEmpty()) {
                err().println("This version of the program does not accept it; the built-in one is in force.");
                policy.errors().forEach(err()::println);
            }
            err().println("Version " + policy.compiled().version() + ", level "
                    + policy.compiled().level().wireName() + ", "
                    + policy.compiled().rules().rules().size() + " rules.");
            return Main.DONE;
        });
    }
}
