// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

import io.deedbook.pipeline.rule.YamlNode.Mapping;
import io.deedbook.pipeline.rule.YamlNode.Scalar;
import io.deedbook.pipeline.rule.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The documents of one file by what they are. A rule that a correlation of the same file refers to is only its base, and no
 * rule by itself, unless the correlation says {@code generate: true}.
 *
 * <p>Source: Sigma Correlation Rules Specification, "Correlation rules" and "Generate".
 *
 * @param name of the file
 */
record RuleFile(
        String name, List<Mapping> rules, List<Mapping> bases, List<Mapping> correlations, List<Mapping> controls) {
    private static final String CORRELATION = "correlation";

    /** Reads and sorts the documents of a file. */
    static RuleFile read(RuleSource source) {
        var file =
                new RuleFile(source.name(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var others = new ArrayList<Mapping>();
        for (var document : YamlReader.read(source)) {
            if (document.members().containsKey(CORRELATION)) {
                file.correlations.add(document);
            } else if (ControlParser.isControls(document)) {
                file.controls.add(document);
            } else {
                others.add(document);
            }
        }
        var basesOnly = basesOnly(file.correlations);
        for (var document : others) {
            (isNamed(document, basesOnly) ? file.bases : file.rules).add(document);
        }
        return file;
    }

    private static Set<String> basesOnly(List<Mapping> correlations) {
        var names = new HashSet<String>();
        for (var document : correlations) {
            if (document.members().get(CORRELATION) instanceof Mapping correlation
                    && !isTrue(document, "generate")
                    && !isTrue(correlation, "generate")
                    && correlation.members().get("rules") instanceof Sequence rules) {
                rules.items().forEach(item -> {
                    if (item instanceof Scalar scalar) {
                        names.add(scalar.text().strip());
                    }
                });
            }
        }
        return names;
    }

    private static boolean isTrue(Mapping mapping, String name) {
        return mapping.members().get(name) instanceof Scalar scalar
                && scalar.text().equalsIgnoreCase("true");
    }

    private static boolean isNamed(Mapping document, Set<String> names) {
        return isNamed(document, "name", names) || isNamed(document, "id", names);
    }

    private static boolean isNamed(Mapping document, String attribute, Set<String> names) {
        return document.members().get(attribute) instanceof Scalar scalar
                && names.contains(scalar.text().strip());
    }
}
