// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import io.deedbook.pipeline.detect.CustomDetector;
import io.deedbook.pipeline.redact.RedactionAction;
import io.deedbook.pipeline.rule.RuleSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy's text says, read but not compiled.
 *
 * @param level how much content is kept; empty for the process's own
 * @param ack what becomes of records before their sender's request is answered
 * @param pseudonymise whether identity fields become tokens
 * @param detectorsOff types that are not looked for
 * @param actions what becomes of the findings of a type, where that is no token
 * @param ownDetectors detectors beside the built-in ones
 * @param rulesOff names of built-in rules that do not count
 * @param ownRules Sigma files beside the built-in ones
 * @param allowLists by the name that rules know them by, {@code %name%}
 * @param frameworks whose controls are mapped; empty for all
 * @param retention how long records are kept; empty where the policy says nothing
 * @param places where names of built-in things stand, by the path of their list and the name with a blank between
 */
public record PolicyDocument(
        Optional<LoggingLevel> level,
        AckLevel ack,
        boolean pseudonymise,
        Set<String> detectorsOff,
        Map<String, RedactionAction> actions,
        List<CustomDetector> ownDetectors,
        Set<String> rulesOff,
        List<RuleSource> ownRules,
        Map<String, List<String>> allowLists,
        Optional<Set<String>> frameworks,
        Optional<Retention> retention,
        Map<String, PolicyError.Place> places) {
    /** A policy that says nothing. */
    public static final PolicyDocument EMPTY = new PolicyDocument(
            Optional.empty(),
            AckLevel.COMMITTED,
            false,
            Set.of(),
            Map.of(),
            List.of(),
            Set.of(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    public PolicyDocument {
        detectorsOff = Set.copyOf(detectorsOff);
        actions = Map.copyOf(actions);
        ownDetectors = List.copyOf(ownDetectors);
        rulesOff = Set.copyOf(rulesOff);
        ownRules = List.copyOf(ownRules);
        allowLists = Map.copyOf(allowLists);
        places = Map.copyOf(places);
    }

    /** Where a name stands; the path of its list where nobody noted it. */
    PolicyError.Place place(String path, String name) {
        return places.getOrDefault(path + ' ' + name, new PolicyError.Place(0, path));
    }
}
