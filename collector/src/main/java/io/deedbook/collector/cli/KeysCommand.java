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

/** {@code deedbook keys}: the keys that clients and readers send, and the ledger's own. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes, lists and revokes the keys that clients and readers send; shows the ledger's public key.")
final class KeysCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine commandLine(Console console) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new KeysCreateCommand(console))))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new KeysListCommand(console))))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new KeysRevokeCommand(console))))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new KeysLogCommand(console))));
    }

    @Override
    public void run() {
        throw new ParameterException(
                requireNonNull(spec).commandLine(), "Say what to do with keys: create, list, revoke or log.");
    }
}
