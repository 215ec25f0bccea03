// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.rule.RuleSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deedbook rules check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Says of files of Sigma rules, such as a public repository, which of them load, and of every other what is"
                    + " missing or wrong. What the author of a rule should know though it loads is a notice.",
        },
        footer = {"", "Exit codes: 0 every file loads, 1 some do not, 2 a file cannot be read."},
        exitCodeOnExecutionException = Main.NOT_UNDERSTOOD)
final class RulesCheckCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "Files of rules; of a directory its *.yml and *.yaml, also in the directories inside.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    RulesCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var read = RuleFiles.read(files);
        var checked = CheckedFiles.of(read, RuleSet.load(read.sources(), Map.of()));
        if (json) {
            console.out().println(checked.json().encodePrettily());
        } else {
            console.out().print(checked.lines());
        }
        return checked.allLoad() ? Main.DONE : Main.FAILED;
    }
}
