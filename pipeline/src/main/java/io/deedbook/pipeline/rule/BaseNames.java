// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of one file that are only the base of a correlation in it: those that a correlation refers to which does
 * not say {@code generate: true}.
 *
 * <p>Source: Sigma Correlation Rules Specification, "Correlation rules" and "Generate".
 *
 * @param names their names and ids
 */
record BaseNames(Set<String> names) {
    /** Those of the documents of a file. */
    static BaseNames of(List<RuleDocument> documents) {
        var names = new HashSet<String>();
        for (var document : documents) {
            if (document.yaml().members().get("correlation") instanceof Mapping correlation
                    && !generates(document.yaml())
                    && !generates(correlation)
                    && correlation.members().get("rules") instanceof Sequence rules) {
                rules.items().forEach(item -> {
                    if (item instanceof Scalar scalar) {
                        names.add(scalar.text().strip());
                    }
                });
            }
        }
        return new BaseNames(names);
    }

    private static boolean generates(Mapping mapping) {
        return mapping.members().get("generate") instanceof Scalar scalar
                && scalar.text().equalsIgnoreCase("true");
    }

    /** Whether a document is one of them. */
    boolean has(RuleDocument document) {
        return has(document, "name") || has(document, "id");
    }

    private boolean has(RuleDocument document, String attribute) {
        return document.yaml().members().get(attribute) instanceof Scalar scalar
                && names.contains(scalar.text().strip());
    }
}
