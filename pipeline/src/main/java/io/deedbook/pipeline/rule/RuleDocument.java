// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.rule;

/**
 * One document of a rule file.
 *
 * @param source the file it stands in
 * @param yaml the document
 */
record RuleDocument(RuleSource source, YamlNode.Mapping yaml) {
    /** Whether it tells what several events together mean; not compiled here. */
    boolean isCorrelation() {
        return yaml.members().containsKey("correlation");
    }

    /** Whether it maps records to controls. */
    boolean isControls() {
        return yaml.members().containsKey("framework");
    }

    /** The document's own text, without the lines that divide documents. */
    String text() {
        var lines = source.text().split("\n", -1);
        var text = new StringBuilder();
        for (var index = Math.max(0, yaml.line() - 1); index < lines.length; index++) {
            if (lines[index].startsWith("---") || lines[index].equals("...")) {
                break;
            }
            text.append(lines[index]).append('\n');
        }
        return text.toString().strip() + '\n';
    }
}
