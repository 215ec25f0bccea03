// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

/**
 * Where a parser is, for its messages.
 *
 * @param file name of the file
 * @param rule name of the rule in it, empty while unknown
 */
record Place(String file, String rule) {
    /** The exception that says what is wrong at {@code line}, 1-based, 0 when unknown. */
    RuleException refuse(int line, String reason) {
        return new RuleException(file, line, rule, reason);
    }
}
