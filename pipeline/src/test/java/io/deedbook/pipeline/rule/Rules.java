// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.RecordDraft;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Small rules for tests. */
final class Rules {
    private Rules() {}

    /** A rule that looks for one selection, written as YAML with no indentation. */
    static RuleSource source(String name, String level, String selection) {
        return detection(name, level, "selection:\n" + selection.indent(2) + "condition: selection\n");
    }

    /** A rule with this detection, written as YAML with no indentation. */
    static RuleSource detection(String name, String level, String detection) {
        var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new RuleSource(
                name + ".yml",
                "title: Title of " + name + "\nid: " + id + "\nname: " + name
                        + "\nlogsource:\n  product: ai_agent\ndetection:\n" + detection.indent(2) + "level: " + level
                        + "\n");
    }

    /** Whether a rule with this detection matches the draft. */
    static boolean matches(String detection, RecordDraft draft) {
        var rules = RuleSet.of(List.of(detection("rule", "high", detection)));
        var plain = rules.matchingWithoutIndex(draft);
        rules.judge(draft);
        if (!plain.equals(draft.list(io.deedbook.pipeline.record.Field.RULES))) {
            throw new AssertionError("the index disagrees: " + plain);
        }
        return !plain.isEmpty();
    }
}
