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

/** {@code deedbook policies}: what is kept, looked for and judged, for each tenant and team. */
@Command(
        name = "policies",
        mixinStandardHelpOptions = true,
        description = "Sets and shows what is kept, looked for and judged, for each tenant and team.")
final class PoliciesCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine commandLine(Console console) {
        return new CommandLine(new PoliciesCommand())
                .addSubcommand(SettingFlags.addAll(new CommandLine(new PoliciesShowCommand(console))))
                .addSubcommand(new CommandLine(new PoliciesCheckCommand(console)))
                .addSubcommand(SettingFlags.addAll(new CommandLine(new PoliciesSetCommand(console))))
                .addSubcommand(SettingFlags.addAll(new CommandLine(new PoliciesRemoveCommand(console))))
                .addSubcommand(SettingFlags.addAll(new CommandLine(new PoliciesVersionsCommand(console))));
    }

    @Override
    public void run() {
        throw new ParameterException(
                requireNonNull(spec).commandLine(),
                "Say what to do with policies: show, check, set, remove or versions.");
    }
}
