// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Risk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What it means for a record that these rules match it.
 *
 * @param risk the highest level among them, low when there is none
 * @param rules their names, the gravest kept where there are too many
 * @param tags their tags
 * @param controls the controls that their tags name
 */
record Verdict(Risk risk, List<String> rules, List<String> tags, List<String> controls) {
    private static final Comparator<Rule> GRAVEST_FIRST =
            Comparator.comparing(Rule::level).reversed().thenComparing(Rule::slug);

    Verdict {
        rules = List.copyOf(rules);
        tags = List.copyOf(tags);
        controls = List.copyOf(controls);
    }

    static Verdict of(List<Rule> matched) {
        var risk = Risk.LOW;
        var tags = new ArrayList<String>();
        var controls = new ArrayList<String>();
        for (var rule : matched) {
            risk = rule.level().compareTo(risk) > 0 ? rule.level() : risk;
            tags.addAll(rule.tags());
            controls.addAll(rule.controls());
        }
        var names = matched.stream()
                .sorted(GRAVEST_FIRST)
                .limit(Field.LIST_ENTRIES_MAX)
                .map(Rule::slug)
                .sorted()
                .toList();
        return new Verdict(risk, names, tags, controls);
    }
}
