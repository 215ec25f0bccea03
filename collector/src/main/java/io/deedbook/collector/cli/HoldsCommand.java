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

/** {@code deedbook holds}: what may neither be erased nor go when its time is over. */
@Command(
        name = "holds",
        mixinStandardHelpOptions = true,
        description = "Legal holds: what may neither be erased nor go when its time is over.")
final class HoldsCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine commandLine(Console console) {
        return new CommandLine(new HoldsCommand())
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new HoldsAddCommand(console))))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new HoldsListCommand(console))))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new HoldsReleaseCommand(console))));
    }

    @Override
    public void run() {
        throw new ParameterException(
                requireNonNull(spec).commandLine(), "Say what to do with holds: add, list or release.");
    }
}
