// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import java.util.List;

/**
 * What people see of a compiled policy beside its level and rules.
 *
 * @param pseudonymise whether identity fields become tokens
 * @param detectorTypes the types that are looked for
 * @param notLoaded rules that are not in force, with what they want that is not supported or not configured
 * @param retention how long records are kept
 */
public record PolicySummary(
        boolean pseudonymise, List<String> detectorTypes, List<String> notLoaded, Retention retention) {
    /** Nothing to see. */
    public static final PolicySummary NONE = new PolicySummary(false, List.of(), List.of(), Retention.STANDARD);

    public PolicySummary {
        detectorTypes = List.copyOf(detectorTypes);
        notLoaded = List.copyOf(notLoaded);
    }
}
