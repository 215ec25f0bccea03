// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

/**
 * One thing that the author of a rule or control file should know, told so that the place is found.
 *
 * @param file name of the file
 * @param line 1-based; 0 when unknown
 * @param rule short name of the rule, empty while unknown
 * @param reason what it is, without file, line and rule
 */
public record RuleProblem(String file, int line, String rule, String reason) {
    /** The problem in one line: {@code mine.yml:8: rule 'a-rule': the modifier 'foo' is not supported}. */
    public String sentence() {
        return file + (line > 0 ? ":" + line : "") + ": " + (rule.isEmpty() ? "" : "rule '" + rule + "': ") + reason;
    }
}
