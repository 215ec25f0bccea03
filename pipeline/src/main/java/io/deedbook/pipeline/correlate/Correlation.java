// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.correlate;

import io.deedbook.pipeline.rule.Rule;
import java.util.List;

/**
 * A correlation, understood.
 *
 * @param about what people see of it
 * @param rules names of the rules that it refers to, in their order
 * @param groupBy by position in {@code rules}, the fields that have to agree; all lists are equally long
 * @param timespanNanos how far apart the records of one window may be
 */
record Correlation(
        Rule about,
        CorrelationType type,
        List<String> rules,
        List<List<GroupField>> groupBy,
        long timespanNanos,
        Condition condition) {
    Correlation {
        rules = List.copyOf(rules);
        groupBy = List.copyOf(groupBy);
    }

    /** Whether windows are judged as they fill, and not only when they are over. */
    boolean isGrowing() {
        return condition.isGrowing() && type != CorrelationType.VALUE_AVG;
    }
}
