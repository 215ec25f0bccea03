// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.policy.Nearest;
import io.deedbook.pipeline.rule.Rule;
import io.deedbook.pipeline.rule.RuleSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code deedbook rules show}. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Prints a built-in rule as it was written.")
final class RulesShowCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", description = "The rule's name, from: deedbook rules list")
    private String name = "";

    RulesShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var rules = RuleSet.builtIn();
        var yaml = rules.yaml(name).orElseThrow(() -> {
            var names = rules.rules().stream().map(Rule::slug).collect(Collectors.toSet());
            return new UnusableInputException("There is no built-in rule \"" + name + "\"." + Nearest.hint(name, names)
                    + " See: deedbook rules list");
        });
        console.out().print(yaml);
        return Main.DONE;
    }
}
