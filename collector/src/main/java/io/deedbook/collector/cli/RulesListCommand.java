// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.rule.Rule;
import io.deedbook.pipeline.rule.RuleSet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook rules list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the built-in rules.")
final class RulesListCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    RulesListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var rules = RuleSet.builtIn().rules();
        if (json) {
            console.out().println(array(rules).encodePrettily());
            notLoaded(console.err());
            return Main.DONE;
        }
        var table = new TextTable("NAME", "LEVEL", "TAGS", "TITLE");
        rules.forEach(
                rule -> table.row(rule.slug(), rule.level().wireName(), String.join(" ", rule.tags()), rule.title()));
        console.out().print(table.text());
        notLoaded(console.out());
        return Main.DONE;
    }

    /** A rule that waits for a list which only a policy can give is built in too, and matches nothing until then. */
    private static void notLoaded(PrintWriter out) {
        RuleSet.builtIn().notLoaded().forEach(problem -> out.println("Not loaded: " + problem.sentence()));
    }

    private static JsonArray array(List<Rule> rules) {
        var array = new JsonArray();
        for (var rule : rules) {
            array.add(new JsonObject()
                    .put("name", rule.slug())
                    .put("id", rule.id())
                    .put("title", rule.title())
                    .put("description", rule.description())
                    .put("level", rule.level().wireName())
                    .put("tags", new JsonArray(rule.tags()))
                    .put("controls", new JsonArray(rule.controls())));
        }
        return array;
    }
}
