// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people see of a compiled policy beside its level and rules.
 *
 * @param pseudonymise whether identity fields become tokens
 * @param detectorTypes the types that are looked for
 * @param notLoaded rules that are not in force, with what they want that is not supported or not configured
 * @param notLoadedInTeams correlations that are not in force either where the policy is a team's: they look at the
 *     whole log
 * @param retention how long records are kept; empty where the policy says nothing
 */
public record PolicySummary(
        boolean pseudonymise,
        List<String> detectorTypes,
        List<String> notLoaded,
        List<String> notLoadedInTeams,
        Optional<Retention> retention) {
    /** Nothing to see. */
    public static final PolicySummary NONE =
            new PolicySummary(false, List.of(), List.of(), List.of(), Optional.empty());

    public PolicySummary {
        detectorTypes = List.copyOf(detectorTypes);
        notLoaded = List.copyOf(notLoaded);
        notLoadedInTeams = List.copyOf(notLoadedInTeams);
    }

    /**
     * Everything that is not in force.
     *
     * @param ofTeam whether the policy is a team's
     */
    public List<String> notLoaded(boolean ofTeam) {
        var all = new ArrayList<>(notLoaded);
        if (ofTeam) {
            all.addAll(notLoadedInTeams);
        }
        return List.copyOf(all);
    }
}
