// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

/** A rule or control file that cannot be used, told so that its author finds the place. */
public final class RuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RuleProblem problem;
    private final Kind kind;

    /** Why it cannot be used. */
    enum Kind {
        /** It is wrong. */
        ERROR,
        /** It is right, and asks for what is not supported here. */
        UNSUPPORTED,
        /** It is right, and names a placeholder for which no list was given. */
        UNRESOLVED
    }

    RuleException(String file, int line, String rule, String reason) {
        this(new RuleProblem(file, line, rule, reason), Kind.ERROR);
    }

    RuleException(RuleProblem problem, Kind kind) {
        super(problem.sentence());
        this.problem = problem;
        this.kind = kind;
    }

    /** What is wrong, and where. */
    public RuleProblem problem() {
        return problem;
    }

    /** The name of the file. */
    public String file() {
        return problem.file();
    }

    /** The line, 1-based; 0 when unknown. */
    public int line() {
        return problem.line();
    }

    /** What is wrong, without file, line and rule. */
    public String reason() {
        return problem.reason();
    }

    /** Whether it is wrong, and not only in want of what is not supported or not given here. */
    public boolean isError() {
        return kind == Kind.ERROR;
    }

    Kind kind() {
        return kind;
    }
}
