// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import io.deedbook.loadtest.scenario.Kind;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the load test: a command for each scenario. */
@Command(
        name = "deedbook-loadtest",
        mixinStandardHelpOptions = true,
        description = "Loads a Deedbook collector and proves that nothing it acknowledged is lost.")
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    private Main() {}

    static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        for (var kind : Kind.values()) {
            var command = new CommandLine(new ScenarioCommand(kind)).setCaseInsensitiveEnumValuesAllowed(true);
            command.getCommandSpec().name(kind.command());
            command.getCommandSpec()
                    .usageMessage()
                    .description(
                            kind.about(),
                            "",
                            "Exits with 1 when an acknowledged event is missing or stored twice or a ledger doesn't verify,"
                                    + " with 2 when that could not be told, and with --strict with 3 when a goal is missed.");
            if (kind == Kind.STEADY) {
                // its name when there was but one
                command.getCommandSpec().aliases("run");
            }
            line.addSubcommand(command);
        }
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which scenario.");
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
