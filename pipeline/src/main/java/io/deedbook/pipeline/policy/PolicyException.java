// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A policy that is refused, with everything that is wrong with it. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<PolicyError> errors;

    public PolicyException(List<PolicyError> errors) {
        super(errors.stream().map(PolicyError::toString).collect(Collectors.joining("\n")), null, false, false);
        this.errors = List.copyOf(errors);
    }

    /** All errors, in the order of the text; at least one. */
    public List<PolicyError> errors() {
        return errors;
    }
}
