// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.policy;

import io.deedbook.pipeline.detect.CustomDetector;
import io.deedbook.pipeline.redact.RedactionAction;
import io.deedbook.pipeline.rule.RuleException;
import io.deedbook.pipeline.rule.RuleSource;
import io.deedbook.pipeline.rule.YamlReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads a policy's text, YAML or JSON, and notes everything in it that is not understood. The members are described in
 * {@code docs/POLICIES.md}.
 */
final class PolicyReader {
    private static final int ALLOW_LISTS_MAX = 64;
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private PolicyReader() {}

    /** What the text says; what is wrong with it goes to {@code errors}. */
    static PolicyDocument read(String text, List<PolicyError> errors) {
        try {
            var documents = YamlReader.read(new RuleSource("policy", text));
            if (documents.size() != 1) {
                errors.add(new PolicyError(0, "", "a policy is one document, and this is " + documents.size()));
            }
            return document(new PolicyNode(documents.get(0), errors));
        } catch (RuleException e) {
            errors.add(new PolicyError(e.line(), "", e.reason()));
            return PolicyDocument.EMPTY;
        }
    }

    private static PolicyDocument document(PolicyNode root) {
        root.allow("level", "ack", "pseudonymise", "detectors", "rules", "allowLists", "frameworks", "retention");
        var detectors = root.map("detectors");
        detectors.allow("off", "actions", "own");
        var rules = root.map("rules");
        rules.allow("off", "own");
        var places = new HashMap<String, PolicyError.Place>();
        detectors.places("off", places);
        detectors.places("actions", places);
        rules.places("off", places);
        root.places("frameworks", places);
        return new PolicyDocument(
                level(root),
                root.oneOf("ack", Arrays.asList(AckLevel.values()), AckLevel::wireName, AckLevel.COMMITTED),
                root.truth("pseudonymise", false),
                Set.copyOf(detectors.texts("off")),
                actions(detectors),
                ownDetectors(detectors),
                Set.copyOf(rules.texts("off")),
                ownRules(rules),
                allowLists(root),
                root.has("frameworks") ? Optional.of(new TreeSet<>(root.texts("frameworks"))) : Optional.empty(),
                root.has("retention") ? Optional.of(Retention.read(root.map("retention"))) : Optional.empty(),
                places);
    }

    private static Optional<LoggingLevel> level(PolicyNode root) {
        return root.has("level")
                ? Optional.of(root.oneOf(
                        "level", Arrays.asList(LoggingLevel.values()), LoggingLevel::wireName, LoggingLevel.FULL))
                : Optional.empty();
    }

    private static Map<String, RedactionAction> actions(PolicyNode detectors) {
        var actions = new LinkedHashMap<String, RedactionAction>();
        var map = detectors.map("actions");
        detectors
                .textMap("actions")
                .keySet()
                .forEach(type -> actions.put(
                        type,
                        map.oneOf(
                                type,
                                Arrays.asList(RedactionAction.values()),
                                RedactionAction::wireName,
                                RedactionAction.TOKEN)));
        return actions;
    }

    private static List<CustomDetector> ownDetectors(PolicyNode detectors) {
        var own = new ArrayList<CustomDetector>();
        var nodes = detectors.maps("own");
        for (var node : nodes) {
            node.allow("name", "category", "pattern", "validator", "near", "notNear", "confidence");
            own.add(new CustomDetector(
                    node.text("name", ""),
                    node.text("category", "identity"),
                    node.text("pattern", ""),
                    node.text("validator", "none"),
                    node.texts("near"),
                    node.texts("notNear"),
                    node.text("confidence", "medium")));
        }
        return own;
    }

    private static List<RuleSource> ownRules(PolicyNode rules) {
        var own = new ArrayList<RuleSource>();
        rules.longTexts("own").forEach((name, text) -> {
            if (FILE_NAME.matcher(name).matches()) {
                own.add(new RuleSource(name, text));
            } else {
                rules.refuse("own", "'" + name + "' is no file name of 1 to 64 letters, digits and ._-");
            }
        });
        return own;
    }

    private static Map<String, List<String>> allowLists(PolicyNode root) {
        var lists = new HashMap<>(root.textLists("allowLists"));
        if (lists.size() > ALLOW_LISTS_MAX) {
            root.refuse("allowLists", "there are more than " + ALLOW_LISTS_MAX);
        }
        return lists;
    }
}
