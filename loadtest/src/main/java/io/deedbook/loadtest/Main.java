// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the load test. */
@Command(
        name = "deedbook-loadtest",
        mixinStandardHelpOptions = true,
        description = "Loads a Deedbook collector and proves that nothing it acknowledged is lost.",
        subcommands = RunCommand.class)
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
