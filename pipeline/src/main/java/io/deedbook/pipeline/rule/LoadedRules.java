// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.List;

/**
 * What became of rule files.
 *
 * @param rules those that can be used
 * @param errors what is wrong: files that are no YAML, rules and maps that cannot be understood
 * @param ownProgramSum the instructions of the regular expressions that a policy brings, see {@link OwnRegexes}
 */
public record LoadedRules(RuleSet rules, List<RuleProblem> errors, long ownProgramSum) {
    public LoadedRules {
        errors = List.copyOf(errors);
    }

    /** The rules that are right and ask for what is not supported, with what that is. */
    public List<RuleProblem> notLoaded() {
        return rules.notLoaded();
    }

    /** What the authors of usable rules should know. */
    public List<RuleProblem> notices() {
        return rules.notices();
    }
}
