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

/** {@code deedbook ledger}: how the ledgers stand, and who signs them. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Shows how the ledgers stand; changes the key that signs one, or begins another epoch of it.")
final class LedgerGroupCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine commandLine(Console console) {
        return new CommandLine(new LedgerGroupCommand())
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new LedgerStatusCommand(console))))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new LedgerRotateKeyCommand(console))))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new LedgerNewEpochCommand(console))));
    }

    @Override
    public void run() {
        throw new ParameterException(
                requireNonNull(spec).commandLine(), "Say what to do with ledgers: status, rotate-key or new-epoch.");
    }
}
