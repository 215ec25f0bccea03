// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

/**
 * One thing that is wrong with a policy.
 *
 * @param line of the policy's text, 1-based, or 0 when unknown
 * @param at where in it, such as {@code detectors.own[1].pattern}
 * @param reason what is wrong and what was expected
 */
public record PolicyError(int line, String at, String reason) {
    /** A line of the policy's text, and where in it that is. */
    public record Place(int line, String at) {
        PolicyError error(String reason) {
            return new PolicyError(line, at, reason);
        }
    }

    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ": " : "") + (at.isEmpty() ? "" : at + ": ") + reason;
    }
}
