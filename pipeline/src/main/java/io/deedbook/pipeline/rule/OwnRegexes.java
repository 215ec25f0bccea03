// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import java.util.Collection;

/**
 * What the regular expressions that a policy brings may cost, whose author is trusted with nothing. An evaluation costs
 * at most 15 ns for each instruction of the program and character of the text, measured with RE2/J 1.8 on expressions
 * made to be slow; so a record costs at most {@link #WORK_MAX} times that, one second. Used by one thread while rules
 * are compiled.
 */
public final class OwnRegexes {
    /** The most instructions that a policy's own patterns have together. */
    public static final int PROGRAM_SUM_MAX = 8_000;
    /** The most of a text that one of them looks at, in UTF-16 units. */
    public static final int TEXT_CHARS_MAX = 8_192;
    /** The most instructions times characters that all of them together spend on a record. */
    static final long WORK_MAX = (long) PROGRAM_SUM_MAX * TEXT_CHARS_MAX;

    /** From here on nothing more is compiled, so that a policy which is refused does not take the memory either. */
    private static final long COMPILED_SUM_MAX = 10L * PROGRAM_SUM_MAX;

    // Mutable state, of the one thread that loads rules.
    private long compiledSum;

    /** Counts an expression that was compiled. */
    void compiled(int programSize, Place place, int line) {
        compiledSum += programSize;
        if (isSpent()) {
            throw place.refuse(
                    line,
                    "the regular expressions have more than " + COMPILED_SUM_MAX
                            + " instructions together up to here, the others are not read");
        }
    }

    boolean isSpent() {
        return compiledSum > COMPILED_SUM_MAX;
    }

    /** The instructions of what is evaluated of them for one record, each as often as the conditions name it. */
    static long programSum(Collection<Expression> expressions) {
        var sum = 0L;
        for (var expression : expressions) {
            sum += programSum(expression.parts());
            if (expression instanceof Expression.Matches matches) {
                for (var test : matches.tests()) {
                    sum += test instanceof TextTest.Regex regex ? regex.ownProgramSize() : 0;
                }
            }
        }
        return sum;
    }
}
