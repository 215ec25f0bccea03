// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A policy that is refused, with everything that is wrong with it. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyError> errors;

    /** @param errors in any order, at least one */
    public PolicyException(List<PolicyError> errors) {
        super(sentences(errors), null, false, false);
        this.errors = sorted(errors);
    }

    private static String sentences(List<PolicyError> errors) {
        return sorted(errors).stream().map(PolicyError::toString).collect(Collectors.joining("\n"));
    }

    private static List<PolicyError> sorted(List<PolicyError> errors) {
        return errors.stream()
                .sorted(Comparator.comparingInt(error -> error.line() == 0 ? Integer.MAX_VALUE : error.line()))
                .toList();
    }

    /** All errors, in the order of the text, and last those whose line is not known; at least one. */
    public List<PolicyError> errors() {
        return errors;
    }
}
