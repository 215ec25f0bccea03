// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.RecordDraft;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Small rules for tests. */
final class Rules {
    private Rules() {}

    /** A rule that looks for one selection, written as YAML without indentation. */
    static RuleSource source(String name, String level, String selection) {
        return rule(name, level, "product: ai_agent", "selection:\n" + selection.indent(2) + "condition: selection\n");
    }

    /** A rule with this detection, written as YAML without indentation. */
    static RuleSource detection(String detection) {
        return rule("rule", "high", "product: ai_agent", detection);
    }

    /** A rule that looks for the tool Bash in what this log source narrows. */
    static RuleSource logsource(String narrowed) {
        return rule(
                "rule",
                "high",
                "product: ai_agent\n" + narrowed,
                "selection:\n  toolName: Bash\ncondition: selection\n");
    }

    /** A rule of these parts, each YAML without indentation. */
    static RuleSource rule(String name, String level, String logsource, String detection) {
        var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new RuleSource(
                name + ".yml",
                "title: Title of " + name + "\nid: " + id + "\nname: " + name + "\nlogsource:\n" + logsource.indent(2)
                        + "detection:\n" + detection.indent(2) + "level: " + level + "\n");
    }

    /** Whether a rule with this selection matches the draft. */
    static boolean selects(String selection, RecordDraft draft) {
        return matches(source("rule", "high", selection), draft);
    }

    /** Whether a rule matches the draft, with the index and without. */
    static boolean matches(RuleSource source, RecordDraft draft) {
        var rules = RuleSet.of(List.of(source));
        rules.judge(draft);
        var plain = rules.matchingWithoutIndex(draft);
        if (!plain.equals(draft.list(Field.RULES))) {
            throw new AssertionError("without the index: " + plain + ", with it: " + draft.list(Field.RULES));
        }
        return !plain.isEmpty();
    }
}
