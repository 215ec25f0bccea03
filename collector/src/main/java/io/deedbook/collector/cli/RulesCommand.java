// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code deedbook rules}: the risk rules, without a ledger. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Tries Sigma rules on a record, checks which load, and shows the built-in ones. Needs no ledger.")
final class RulesCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine commandLine(Console console) {
        return new CommandLine(new RulesCommand())
                .addSubcommand(new CommandLine(new RulesTestCommand(console)))
                .addSubcommand(new CommandLine(new RulesCheckCommand(console)))
                .addSubcommand(new CommandLine(new RulesListCommand(console)))
                .addSubcommand(new CommandLine(new RulesShowCommand(console)));
    }

    @Override
    public void run() {
        throw new ParameterException(
                requireNonNull(spec).commandLine(), "Say what to do with rules: test, check, list or show.");
    }
}
