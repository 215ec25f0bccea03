// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.pipeline.rule.Explanation;
import io.deedbook.pipeline.rule.LoadedRules;
import io.deedbook.pipeline.rule.RuleExplanation;
import io.deedbook.pipeline.rule.RuleProblem;
import io.deedbook.pipeline.rule.RuleSet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code deedbook rules test} says, for people and as JSON. */
final class RuleReport {
    private static final String INDENT = "  ";

    private RuleReport() {}

    /** Lines for people. */
    static String lines(LoadedRules loaded, @Nullable List<RuleExplanation> explanations) {
        var lines = new StringBuilder();
        problems(lines, "error", loaded.errors());
        problems(lines, "not loaded", loaded.notLoaded());
        problems(lines, "notice", loaded.notices());
        loaded.rules()
                .correlationFiles()
                .forEach(file -> lines.append("correlation: ")
                        .append(file)
                        .append(": it is about several records together, so it is not tried on one\n"));
        if (explanations == null) {
            loaded.rules()
                    .rules()
                    .forEach(rule -> lines.append("loaded: ")
                            .append(rule.slug())
                            .append(" (")
                            .append(rule.level().wireName())
                            .append(") ")
                            .append(rule.title())
                            .append('\n'));
        } else {
            explanations.forEach(explanation -> {
                lines.append(explanation.matches() ? "MATCHES " : "no match ")
                        .append(explanation.rule().slug())
                        .append(" (")
                        .append(explanation.rule().level().wireName())
                        .append(")\n");
                explain(lines, INDENT, explanation.why());
            });
        }
        lines.append(logSources(loaded.notLoaded()));
        return lines.append(loaded.rules().rules().size())
                .append(" loaded, ")
                .append(loaded.notLoaded().size())
                .append(" not loaded, ")
                .append(loaded.errors().size())
                .append(" errors\n")
                .toString();
    }

    /** What would have been a log source that is read, where one is not. */
    static String logSources(List<RuleProblem> notLoaded) {
        return notLoaded.stream().anyMatch(problem -> problem.reason().startsWith("the log source"))
                ? "Log sources that are read: " + RuleSet.logSources() + ".\n"
                : "";
    }

    private static void problems(StringBuilder lines, String kind, List<RuleProblem> problems) {
        problems.forEach(problem -> lines.append(kind)
                .append(": ")
                .append(printable(problem.sentence()))
                .append('\n'));
    }

    private static void explain(StringBuilder lines, String indent, Explanation part) {
        lines.append(indent).append(part.holds() ? "[x] " : "[ ] ").append(part.what());
        if (part.parts().isEmpty()) {
            lines.append(part.found().isEmpty() ? ": the record has none" : ": " + quoted(part.found()));
        }
        lines.append('\n');
        part.parts().forEach(inner -> explain(lines, indent + INDENT, inner));
    }

    private static String quoted(List<String> found) {
        return String.join(
                ", ", found.stream().map(text -> '\'' + printable(text) + '\'').toList());
    }

    /** The text of a record or of somebody's rule must not move the cursor of whoever reads it. */
    static String printable(String text) {
        var printable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                printable.append("\\u%04x".formatted(point));
            } else {
                printable.appendCodePoint(point);
            }
        });
        return printable.toString();
    }

    /** One object. */
    static JsonObject json(LoadedRules loaded, @Nullable List<RuleExplanation> explanations) {
        var rules = new JsonArray();
        loaded.rules()
                .rules()
                .forEach(rule -> rules.add(new JsonObject()
                        .put("name", rule.slug())
                        .put("level", rule.level().wireName())
                        .put("title", rule.title())));
        var object = new JsonObject()
                .put("loaded", rules)
                .put("errors", array(loaded.errors()))
                .put("notLoaded", array(loaded.notLoaded()))
                .put("notices", array(loaded.notices()))
                .put("correlations", new JsonArray(loaded.rules().correlationFiles()));
        if (explanations != null) {
            var array = new JsonArray();
            explanations.forEach(explanation -> array.add(new JsonObject()
                    .put("rule", explanation.rule().slug())
                    .put("matches", explanation.matches())
                    .put("why", json(explanation.why()))));
            object.put("record", array);
        }
        return object;
    }

    private static JsonArray array(List<RuleProblem> problems) {
        var array = new JsonArray();
        problems.forEach(problem -> array.add(new JsonObject()
                .put("file", problem.file())
                .put("line", problem.line())
                .put("rule", problem.rule())
                .put("reason", problem.reason())));
        return array;
    }

    private static JsonObject json(Explanation part) {
        var object = new JsonObject().put("what", part.what()).put("holds", part.holds());
        if (part.parts().isEmpty()) {
            return object.put("found", new JsonArray(part.found()));
        }
        var parts = new JsonArray();
        part.parts().forEach(inner -> parts.add(json(inner)));
        return object.put("parts", parts);
    }
}
