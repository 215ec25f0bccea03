// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.record.Risk;
import java.util.List;

/**
 * What people see of a rule.
 *
 * @param id its UUID, which stays when the rule is renamed
 * @param slug its short name, which records carry in {@code rules}
 * @param title one line
 * @param description what it looks for and why
 * @param level the risk of a record that it matches
 * @param tags all tags as written, such as {@code attack.t1485}
 * @param controls those tags that name a control of a loaded framework, such as {@code soc2:CC6.1}
 * @param falsePositives when it may be wrong
 * @param references where to read on
 */
public record Rule(
        String id,
        String slug,
        String title,
        String description,
        Risk level,
        List<String> tags,
        List<String> controls,
        List<String> falsePositives,
        List<String> references) {
    public Rule {
        tags = List.copyOf(tags);
        controls = List.copyOf(controls);
        falsePositives = List.copyOf(falsePositives);
        references = List.copyOf(references);
    }
}
