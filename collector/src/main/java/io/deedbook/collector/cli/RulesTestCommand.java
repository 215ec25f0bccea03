// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.rule.LoadedRules;
import io.deedbook.pipeline.rule.RuleExplanation;
import io.deedbook.pipeline.rule.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deedbook rules test}. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Reads Sigma rules and says which of them can be used, and why the others cannot. With --record it explains for"
                    + " each rule what of it holds for a record and what does not.",
        },
        footer = {
            "",
            "A record is a member of what GET /api/v1/records answers, or an event as a client sends it:",
            "  {\"event\": \"tool_result\", \"attributes\": {\"tool_name\": \"Bash\", \"tool_parameters\":"
                    + " \"{\\\"full_command\\\":\\\"rm -rf /\\\"}\"}}",
            "An event is normalised and redacted first, as on its way into the ledger.",
            "",
            "Exit codes: 0 every file was understood, 1 there were errors or no rule was loaded, 2 a file or the record"
                    + " cannot be read."
        },
        exitCodeOnExecutionException = Main.NOT_UNDERSTOOD)
final class RulesTestCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files of Sigma rules and control maps; of a directory its *.yml and *.yaml.")
    private List<Path> files = List.of();

    @Option(names = "--record", paramLabel = "<JSON|file>", description = "What to try the rules on.")
    private @Nullable String record;

    @Option(
            names = "--list",
            paramLabel = "<name=value,…>",
            description =
                    "What a placeholder stands for: approved_mcp_servers=crm,github fills %%approved_mcp_servers%%.")
    private Map<String, String> lists = Map.of();

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    RulesTestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var loaded = load();
        var draft = record == null ? null : RecordInput.read(record, console.err()::println);
        var explanations =
                draft == null ? List.<RuleExplanation>of() : loaded.rules().explain(draft);
        if (json) {
            console.out()
                    .println(RuleReport.json(loaded, draft == null ? null : explanations)
                            .encodePrettily());
        } else {
            console.out().print(RuleReport.lines(loaded, draft == null ? null : explanations));
        }
        return loaded.errors().isEmpty() && !isEmpty(loaded) ? Main.DONE : Main.FAILED;
    }

    /** Whether nothing is there that could ever match; control maps alone match nothing either, but were meant so. */
    private static boolean isEmpty(LoadedRules loaded) {
        return loaded.rules().rules().isEmpty()
                && loaded.rules().correlationFiles().isEmpty()
                && loaded.rules().frameworks().isEmpty();
    }

    /** A file too large to be one of rules is an error beside the others. */
    private LoadedRules load() {
        var read = RuleFiles.read(files);
        var placeholders = new HashMap<String, List<String>>();
        lists.forEach((name, values) -> placeholders.put(name, values.isEmpty() ? List.of() : split(values)));
        var loaded = RuleSet.load(read.sources(), placeholders);
        var errors = new ArrayList<>(read.tooLarge());
        errors.addAll(loaded.errors());
        return new LoadedRules(loaded.rules(), errors, loaded.ownProgramSum());
    }

    private static List<String> split(String values) {
        return Arrays.stream(values.split(",", -1)).map(String::strip).toList();
    }
}
