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

/** {@code deedbook tenants}: whose ledgers there are. */
@Command(
        name = "tenants",
        mixinStandardHelpOptions = true,
        description = "Makes and lists tenants. Each has a ledger and keys of its own, and sees nothing of the others.")
final class TenantsCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine commandLine(Console console) {
        return new CommandLine(new TenantsCommand())
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new TenantsCreateCommand(console))))
                .addSubcommand(SettingFlags.addStorage(new CommandLine(new TenantsListCommand(console))));
    }

    @Override
    public void run() {
        throw new ParameterException(
                requireNonNull(spec).commandLine(), "Say what to do with tenants: create or list.");
    }
}
