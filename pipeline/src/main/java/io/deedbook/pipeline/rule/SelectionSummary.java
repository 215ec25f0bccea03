// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.util.stream.Collectors;

/** Says in words what a selection asks for, so that people can be told why a record was mapped to a control. */
final class SelectionSummary {
    private SelectionSummary() {}

    /** One line, such as {@code action is user_prompt or file_write, and pii.category is health}. */
    static String of(YamlNode selection) {
        if (selection instanceof Mapping mapping) {
            return mapping.members().entrySet().stream()
                    .map(member -> field(member.getKey(), member.getValue()))
                    .collect(Collectors.joining(", and "));
        }
        if (selection instanceof Sequence sequence) {
            return sequence.items().stream().map(SelectionSummary::of).collect(Collectors.joining("; or "));
        }
        return ((Scalar) selection).text();
    }

    private static String field(String key, YamlNode value) {
        var bar = key.indexOf('|');
        if (bar < 0) {
            return key + " is " + values(value, " or ");
        }
        var modifiers = key.substring(bar + 1);
        var name = key.substring(0, bar);
        return switch (modifiers) {
            case "exists" -> values(value, "").equals("true") ? name + " is there" : name + " is absent";
            case "all" -> name + " is " + values(value, " and ");
            default -> name + ' ' + modifiers.replace('|', ' ') + ' ' + values(value, " or ");
        };
    }

    private static String values(YamlNode value, String between) {
        return value instanceof Sequence sequence
                ? sequence.items().stream().map(SelectionSummary::of).collect(Collectors.joining(between))
                : of(value);
    }
}
