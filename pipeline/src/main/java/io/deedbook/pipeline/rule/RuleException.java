// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

/** A rule or control file that cannot be used, told so that its author finds the place. */
public final class RuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final String reason;

    RuleException(String file, int line, String rule, String reason) {
        super(file + (line > 0 ? ":" + line : "") + ": " + (rule.isEmpty() ? "" : "rule '" + rule + "': ") + reason);
        this.file = file;
        this.line = line;
        this.reason = reason;
    }

    /** The name of the file. */
    public String file() {
        return file;
    }

    /** The line, 1-based; 0 when unknown. */
    public int line() {
        return line;
    }

    /** What is wrong, without file, line and rule. */
    public String reason() {
        return reason;
    }
}
