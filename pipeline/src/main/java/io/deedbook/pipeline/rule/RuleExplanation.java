// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

/**
 * Why a rule matches a record or not.
 *
 * @param why its condition, from the log source down to the fields
 */
public record RuleExplanation(Rule rule, Explanation why) {
    /** Whether the rule matches. */
    public boolean matches() {
        return why.holds();
    }
}
